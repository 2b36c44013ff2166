"""Locks on records of people: one at a time for everyday work, two in a fixed order for a merge."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from registration.errors import RecordBusy, RecordMerged
from registration.models import Patient, Visit

MERGING = 7_265_002  # any number: one merge at a time in the whole database, they are rare and short
# Less than the second after which PostgreSQL looks for a deadlock: whoever writes in the record wins, the merge waits.
PATIENCE = "700ms"
_BUSY = {"55P03", "40P01"}  # lock_not_available, deadlock_detected


def lock_patient(key: int) -> Patient:
    """The row, locked (1 query). Raises RecordMerged where it was merged since the page was made."""
    patient = Patient.everyone.select_for_update(of=("self",)).get(pk=key)
    if patient.merged_into_id:
        raise RecordMerged(_("This record was just put together with another one. Search for the person again."))
    return patient


@contextmanager
def merging():
    """A transaction in which nobody else merges. Raises RecordBusy when somebody is writing in one of the records."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MERGING])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") not in _BUSY:
            raise
        raise RecordBusy(
            _("Somebody is writing in one of these records right now. Nothing was changed; try again in a moment.")
        ) from error


def lock_both(first: int, second: int) -> dict[int, Patient]:
    """Visits of both, then both people, each in the order of their keys (2 queries). Inside merging()."""
    keys = sorted((first, second))
    list(Visit.objects.select_for_update(no_key=True).filter(patient__in=keys).order_by("pk").values_list("pk"))
    people = Patient.everyone.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {person.pk: person for person in people}
