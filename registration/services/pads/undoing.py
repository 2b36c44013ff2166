"""Slips that were spoilt, and slips attached to the wrong person."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from registration import pad_numbers
from registration.errors import NotInThisState, PadSlipTaken, ReasonMissing, RegistrationError
from registration.models import DowntimePad, PadSlip, Visit
from registration.services.pads.attaching import lock
from registration.signals import pad_slip_released, tell


@transaction.atomic
def spoil(pad: DowntimePad, first: PadSlip, last: PadSlip, *, reason: str, by) -> int:
    """Declare the blank slips from `first` to `last` of one pad spoilt; how many there were.

    Raises ReasonMissing, RegistrationError (wrong order), PadSlipTaken when one of them is attached.
    """
    reason = reason.strip()[:100]
    if not reason:
        raise ReasonMissing(_("Say what happened to the slips."), field="reason")
    if last.place < first.place:
        raise RegistrationError(_("The last slip comes before the first. Swap them."), field="last")
    rows = pad.slips.select_for_update(of=("self",)).filter(place__range=(first.place, last.place)).order_by("place")
    slips = list(rows)
    if taken := next((one for one in slips if one.attached_at), None):
        sentence = _("Slip %(serial)s of these is attached to a visit, so it is not spoilt.")
        raise PadSlipTaken(sentence % {"serial": pad_numbers.show(taken.serial)}, slip=taken)
    blank = [one for one in slips if not one.spoilt_at]
    for one in blank:
        one.spoilt_at, one.spoilt_by, one.spoilt_reason = timezone.now(), by, reason
    PadSlip.objects.bulk_update(blank, ["spoilt_at", "spoilt_by", "spoilt_reason"])
    shown = {"first": pad_numbers.show(first.serial), "last": pad_numbers.show(last.serial)}
    audit.record("pad.spoilt", by=by, centre=pad.centre, target=pad, slips=len(blank), **shown)
    return len(blank)


@transaction.atomic
def restore(slip: PadSlip, *, by) -> PadSlip:
    """It turned up and is used after all. Raises NotInThisState when it is not spoilt (any more)."""
    slip = lock(slip)
    if not slip.spoilt_at:
        raise NotInThisState(_("This slip is not declared spoilt."))
    slip.spoilt_at, slip.spoilt_by, slip.spoilt_reason = None, None, ""
    slip.save(update_fields=["spoilt_at", "spoilt_by", "spoilt_reason"])
    audit.record("pad.restored", by=by, centre=slip.pad.centre, target=slip.pad, serial=pad_numbers.show(slip.serial))
    return slip


@transaction.atomic
def release(slip: PadSlip, *, reason: str, by) -> PadSlip:
    """Attached to the wrong person: the visit it made is cancelled and the slip is blank again.

    A visit that stood before the slip stays. Raises ReasonMissing, or NotInThisState when somebody has called the
    visit or written on it since: then it is corrected there.
    """
    reason = reason.strip()[:100]
    if not reason:
        raise ReasonMissing(_("Say what was wrong."), field="reason")
    slip = lock(slip)
    if not slip.attached_at:
        raise NotInThisState(_("This slip is not attached to a visit."))
    visit = Visit.objects.select_for_update(of=("self",)).select_related("centre").get(pk=slip.visit_id)
    if visit.source == Visit.Source.DOWNTIME and visit.status != Visit.Status.CANCELLED:
        _cancel(visit, reason, by)
    slip.visit = slip.written_at = slip.attached_at = slip.attached_by = None
    slip.save(update_fields=["visit", "written_at", "attached_at", "attached_by"])
    pad_slip_released.send(sender=PadSlip, slip=slip, by=by)
    serial = pad_numbers.show(slip.serial)
    audit.record("pad.released", by=by, centre=visit.centre, target=visit, patient=visit.patient_id, serial=serial)
    return slip


def _cancel(visit: Visit, reason: str, by) -> None:
    if visit.called_at or visit.slip_version > 1:
        raise NotInThisState(_("Somebody has called this visit or written on it since. Correct it there."))
    visit.status, visit.cancelled_at, visit.cancelled_by = Visit.Status.CANCELLED, timezone.now(), by
    visit.done_at, visit.done_by, visit.cancel_reason, visit.version = None, None, reason, visit.version + 1
    visit.save(
        update_fields=["status", "cancelled_at", "cancelled_by", "done_at", "done_by", "cancel_reason", "version"]
    )
    tell(visit, "cancelled")
