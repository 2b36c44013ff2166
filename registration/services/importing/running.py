"""The job: one chunk of rows is one transaction, so that a loop killed at any moment goes on where it was."""

import logging
import time

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from centres import audit
from registration.models import ImportChunk, RegisterImport
from registration.services.importing import rows as work_of
from registration.services.importing.choosing import opened

SECONDS = 20  # of one turn of the loop; then the other jobs have theirs
ATTEMPTS = 3
log = logging.getLogger("registration.importing")
S = RegisterImport.Status


def work(seconds: float = SECONDS) -> int:
    """Do chunks of the runs under way until there are none or the time is up; how many rows were done."""
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        run = (
            RegisterImport.objects.filter(status=S.RUNNING)
            .select_related("centre", "started_by")
            .order_by("started_at")
            .first()
        )
        if run is None:
            break
        try:
            done += _one_chunk(run)
        except Exception:  # the traceback is logged; a fault in one register must not stop the others
            log.exception("import %s: a chunk failed", run.code)
            _count_failure(run)
            break
    return done


@transaction.atomic
def _one_chunk(run: RegisterImport) -> int:
    """Rows done. Two loops never take the same chunk; the run's row is locked last, by the count."""
    with connection.cursor() as cursor:  # comparing names on a busy machine may take longer than a page ever should
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '5min'")
    chunks = ImportChunk.objects.filter(run=run).select_for_update(of=("self",), skip_locked=True)
    chunk = chunks.order_by("number").first()
    if chunk is None:
        _finish(run)
        return 0
    given = opened(chunk)
    counts = work_of.take(run, given)
    chunk.delete()
    updated = RegisterImport.objects.filter(pk=run.pk, status=S.RUNNING).update(
        done_rows=F("done_rows") + len(given), attempts=0, **{name: F(name) + count for name, count in counts.items()}
    )
    if not updated:  # somebody stopped it in this moment: nothing of this chunk is kept either
        transaction.set_rollback(True)
        return 0
    work_of.write_audit(run, counts)
    return len(given)


def _finish(run: RegisterImport) -> None:
    run = RegisterImport.objects.select_for_update(of=("self",)).select_related("centre", "started_by").get(pk=run.pk)
    if run.status != S.RUNNING or run.chunks.exists():
        return
    run.status, run.finished_at = S.DONE, timezone.now()
    run.save(update_fields=["status", "finished_at"])
    counts = {"made": run.made, "known": run.known, "asked": run.asked, "refused": run.refused}
    audit.record("import.done", by=run.started_by, centre=run.centre, target=run, rows=run.all_rows, **counts)


@transaction.atomic
def _count_failure(run: RegisterImport) -> None:
    """After ATTEMPTS the run is given up and its rows are dropped: the file may be chosen again."""
    run = RegisterImport.objects.select_for_update(of=("self",)).select_related("centre").get(pk=run.pk)
    run.attempts += 1
    if run.attempts >= ATTEMPTS and run.status == S.RUNNING:
        run.status, run.finished_at = S.FAILED, timezone.now()
        run.chunks.all().delete()
        audit.record("import.failed", by=None, centre=run.centre, target=run, done=run.done_rows, rows=run.all_rows)
    run.save(update_fields=["attempts", "status", "finished_at"])
