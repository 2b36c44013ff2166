"""What a centre can do today: one switch, dated, with a reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.errors import LabError
from labs.models import CentreTest


@transaction.atomic
def set_availability(
    centre, test, mode: str, *, by, sent_to=None, cause: str = "", reason: str = "", until=None, analyser: str = ""
) -> CentreTest:
    """Say whether `centre` does `test` here, sends it, or cannot today; doctors see it with the next page.

    `until` is the day it is expected back. Raises LabError when "not today" has no reason, when that day is not to
    come, or when a centre would send to itself. What was ordered before stays.
    """
    reason = reason.strip()[:120]
    if mode == CentreTest.Mode.NOT_TODAY and not reason and cause in {"", CentreTest.Cause.OTHER}:
        raise LabError(_("Say why it is not possible today, such as “kit finished”."), field="reason")
    if mode != CentreTest.Mode.NOT_TODAY:
        cause, reason, until = "", "", None
    if until is not None and until <= timezone.localdate():
        raise LabError(_("The day it is back must be after today."), field="until")
    if mode != CentreTest.Mode.SENT:
        sent_to = None
    if sent_to is not None and sent_to.pk == centre.pk:
        raise LabError(_("A centre cannot send a sample to itself."), field="sent_to")
    row, _made = CentreTest.objects.select_for_update().update_or_create(
        centre=centre,
        test=test,
        defaults={
            "mode": mode,
            "sent_to": sent_to,
            "cause": cause,
            "reason": reason,
            "until": until,
            "analyser": analyser.strip()[:60],
            "changed_at": timezone.now(),
            "changed_by": by,
        },
    )
    audit.record("lab.availability", by=by, centre=centre, target=row, test=test.code, mode=str(mode))
    return row
