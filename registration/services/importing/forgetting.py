"""Nothing of a file stays for ever: files never started, refused rows, questions nobody answered."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from centres import audit
from registration.models import ImportedRow, RegisterImport

UNSTARTED_FOR = timedelta(days=1)
REFUSED_FOR = timedelta(days=30)
UNANSWERED_FOR = timedelta(days=90)
Out = ImportedRow.Outcome


def forget_old() -> int:
    """A chore of the hour; how many files and rows lost their contents."""
    now = timezone.now()
    refused = ImportedRow.objects.filter(outcome=Out.REFUSED, said__isnull=False)
    count = refused.filter(run__finished_at__lt=now - REFUSED_FOR).update(said=None)
    asked = ImportedRow.objects.filter(outcome=Out.ASKED, run__finished_at__lt=now - UNANSWERED_FOR)
    count += asked.update(outcome=Out.REFUSED, why=ImportedRow.Why.UNANSWERED, said=None)
    old = RegisterImport.objects.filter(status=RegisterImport.Status.CHOSEN, chosen_at__lt=now - UNSTARTED_FOR)
    return count + sum(_drop(run) for run in old)


@transaction.atomic
def _drop(run: RegisterImport) -> int:
    run = RegisterImport.objects.select_for_update(of=("self",)).select_related("centre").get(pk=run.pk)
    if run.status != RegisterImport.Status.CHOSEN:
        return 0
    run.status, run.finished_at = RegisterImport.Status.STOPPED, timezone.now()
    run.save(update_fields=["status", "finished_at"])
    run.chunks.all().delete()
    audit.record("import.forgotten", by=None, centre=run.centre, target=run, rows=run.all_rows)
    return 1
