"""Files made by the job loop: asked for, made with progress, kept for a day, then emptied."""

import hashlib
import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from opd.errors import ExportRefused
from opd.models import Export
from opd.reporting import making, papers, register
from opd.reporting.periods import Period
from opd.reporting.scope import Scope

KEPT_FOR = timedelta(hours=24)
AT_ONCE = 3  # files one person may have under way
STUCK_AFTER = timedelta(minutes=15)  # its loop was ended in the middle
ATTEMPTS = 3
log = logging.getLogger("opd.exports")
S = Export.Status


@transaction.atomic
def ask_for_export(scope: Scope, period: Period, kind: str, file_format: str, *, by, centre) -> Export:
    """Put a file on the list of what is made next.

    Raises ExportRefused for more rows than fit a file, for no rows, and while the person has AT_ONCE under way.
    """
    if Export.objects.for_centre(centre).filter(requested_by=by).under_way().count() >= AT_ONCE:
        raise ExportRefused(
            _("%(count)d files are still being made for you. Wait for one of them.") % {"count": AT_ONCE}
        )
    rows, most = register.visits(scope.chosen, period).count(), making.MOST_ROWS[file_format]
    if not rows:
        raise ExportRefused(_("Nobody was registered in this time: there is nothing to write into a file."))
    if rows > most:
        raise ExportRefused(
            _("These are %(rows)d rows, more than the %(most)d that fit such a file. Choose fewer days.")
            % {"rows": rows, "most": most}
        )
    export = Export.objects.create(
        code=ids.random_code(),
        centre=centre,
        kind=kind,
        format=file_format,
        asked=_asked(scope, period),
        all_rows=rows,
        requested_at=timezone.now(),
        requested_by=by,
        file_name=papers.file_name("opd-register", scope, period),
    )
    audit.record(
        "export.asked", by=by, centre=centre, target=export, kind=kind, format=file_format, rows=rows,
        days=period.words, of=scope.codes,
    )  # fmt: skip
    return export


def _asked(scope: Scope, period: Period) -> dict:
    return {
        "centres": [centre.code for centre in scope.chosen],
        "at": bool(scope.at),
        "names": scope.has_names,
        "office": scope.is_office,
        "first": f"{period.first:%Y-%m-%d}",
        "last": f"{period.last:%Y-%m-%d}",
        "language": get_language(),
    }


def make_next() -> Export | None:
    """Make the file that waits longest; None when none does. Two loops never take the same one."""
    export = _claim()
    if export is None:
        return None
    try:
        content = making.make(export, lambda done: Export.objects.filter(pk=export.pk).update(done_rows=done))
    except Exception:  # whatever one file's rows do, the next file is made; the traceback is logged
        log.exception("export %s failed", export.code)
        Export.objects.filter(pk=export.pk).update(
            status=S.FAILED if export.attempts >= ATTEMPTS else S.WAITING, finished_at=timezone.now()
        )
        return export
    return _finish(export, content)


@transaction.atomic
def _claim() -> Export | None:
    lost = Q(status=S.RUNNING, started_at__lt=timezone.now() - STUCK_AFTER)
    rows = Export.objects.filter(Q(status=S.WAITING) | lost).order_by("requested_at")
    export = rows.select_for_update(skip_locked=True).first()
    if export is None:
        return None
    export.status, export.started_at, export.done_rows = S.RUNNING, timezone.now(), 0
    export.attempts += 1
    export.save(update_fields=["status", "started_at", "done_rows", "attempts"])
    return export


@transaction.atomic
def _finish(export: Export, content: bytes) -> Export:
    now = timezone.now()
    export.status, export.finished_at, export.expires_at = S.READY, now, now + KEPT_FOR
    export.content, export.size = content, len(content)
    export.sha256, export.done_rows = hashlib.sha256(content).hexdigest(), export.all_rows
    export.save(update_fields=["status", "finished_at", "expires_at", "content", "size", "sha256", "done_rows"])
    audit.record("export.made", by=None, centre=export.centre, target=export, size=export.size, sha256=export.sha256)
    return export


@transaction.atomic
def take_export(export: Export, *, by) -> Export:
    """Hand the file over and note it. Raises ExportRefused when it is not ready or has expired."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    if export.status != S.READY or export.expires_at <= timezone.now():
        raise ExportRefused(_("This file is not here any more. Ask for it again."))
    Export.objects.filter(pk=export.pk).update(downloads=F("downloads") + 1)
    audit.record("export.downloaded", by=by, centre=export.centre, target=export, sha256=export.sha256)
    return export


def empty_expired() -> int:
    """Files past their day lose their contents; the list keeps who asked for what."""
    old = Export.objects.filter(status=S.READY, expires_at__lte=timezone.now())
    return old.update(status=S.EXPIRED, content=None, expires_at=None)
