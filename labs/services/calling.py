"""Telling somebody of a critical value: who, when, and that they read it back (ADR 0010)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.errors import LabError, WrongState
from labs.flags import CRITICAL
from labs.models import CriticalCall, Result
from labs.services.locking import lock

CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class Call:
    """A call as typed. Without read-back it is kept, but the value stays on the list of those not told."""

    told_to: str
    told_at: datetime
    read_back: bool = False
    note: str = ""


@transaction.atomic
def record_call(result: Result, call: Call, *, by) -> CriticalCall:
    """Write a call down. Raises WrongState for a value that is not critical or not released, LabError without a name
    or with a time before the value was known or in the future.
    """
    visit = lock(result.order.visit)
    result = Result.objects.get(pk=result.pk)
    check(result, call)
    if not result.released_at:
        raise WrongState(_("Release the value first; then write down who was told."))
    return write(visit, result, call, by=by)


def check(result: Result, call: Call) -> None:
    if result.flag not in CRITICAL:
        raise WrongState(_("This value is not critical."))
    if not call.told_to.strip():
        raise LabError(_("Write who was told."), field="told_to")
    if not result.entered_at - CLOCKS_DIFFER <= call.told_at <= timezone.now() + CLOCKS_DIFFER:
        raise LabError(_("The time must lie between the entry of the value and now."), field="told_at")


def write(visit, result: Result, call: Call, *, by) -> CriticalCall:
    """Inside the caller's transaction, after check()."""
    row = CriticalCall.objects.create(
        result=result,
        told_to=call.told_to.strip()[:80],
        told_at=call.told_at,
        told_by=by,
        read_back=call.read_back,
        note=call.note.strip()[:200],
    )
    audit.record(
        "lab.critical_told", by=by, centre=visit.centre, target=row, patient=visit.patient_id, read_back=call.read_back
    )
    return row
