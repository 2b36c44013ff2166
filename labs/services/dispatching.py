"""Sending samples to a hub, and what the hub does with them. The results flow back to the visit they came from."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from labs.errors import LabError, SamePerson, WrongState
from labs.models import Dispatch, DispatchedSample, Report, Result, Sample
from labs.selectors.hub import ready_to_send
from labs.services.collecting import reject_sample
from labs.services.entering import enter_results
from labs.services.releasing import release
from registration.models import Counter


@transaction.atomic
def send_samples(centre, hub, codes: list[str], *, by) -> Dispatch:
    """Pack these samples for `hub`. Raises LabError when none is chosen, WrongState when one does not go there now."""
    if not codes:
        raise LabError(_("Tick at least one sample."), field="sample")
    counter = _counter(centre)
    ready = {sample.code: sample for sample in ready_to_send(centre).get(hub, [])}
    if set(codes) - set(ready):
        raise WrongState(_("One of these samples was sent already or does not go there. Look at the list again."))
    now = timezone.now()
    dispatch = Dispatch.objects.create(
        code=ids.random_code(),
        number=f"{centre.short_code}-S{timezone.localdate():%y}-{counter:04}",
        from_centre=centre,
        to_centre=hub,
        sent_at=now,
        sent_by=by,
    )
    DispatchedSample.objects.bulk_create(DispatchedSample(dispatch=dispatch, sample=ready[code]) for code in codes)
    audit.record("lab.sent", by=by, centre=centre, target=dispatch, samples=codes, to=hub.code)
    return dispatch


@transaction.atomic
def receive_sample(hub, code: str, *, by) -> DispatchedSample:
    """The hub has this sample in hand; also one that was written down as missing before.

    Raises LabError when no box to this hub holds it, WrongState when it was received before.
    """
    rows = (
        DispatchedSample.objects.arriving_at(hub).select_for_update(of=("self",)).select_related("sample", "dispatch")
    )
    row = rows.filter(sample__code=code).first()
    if row is None:
        raise LabError(_("No box to this laboratory holds this sample."), field="q")
    if row.received_at:
        raise WrongState(_("This sample was received already."), field="q")
    row.received_at, row.received_by, row.missing_at, row.missing_by = timezone.now(), by, None, None
    row.save(update_fields=["received_at", "received_by", "missing_at", "missing_by"])
    audit.record("lab.received", by=by, centre=hub, target=row.dispatch, sample=code)
    return row


@transaction.atomic
def mark_missing(dispatch: Dispatch, *, by) -> int:
    """Everything of this box that was not scanned is missing. Returns how many; raises WrongState for none."""
    rows = DispatchedSample.objects.select_for_update().filter(dispatch=dispatch).open()
    codes = list(Sample.objects.filter(dispatched__in=rows).values_list("code", flat=True))
    count = rows.update(missing_at=timezone.now(), missing_by=by)
    if not count:
        raise WrongState(_("Nothing of this box is missing."))
    audit.record("lab.missing", by=by, centre=dispatch.to_centre, target=dispatch, samples=codes)
    return count


@transaction.atomic
def reject_at_hub(hub, sample: Sample, *, by, cause: str = Sample.Cause.OTHER, reason: str = "") -> Sample:
    """The hub cannot use this sample: the centre it came from, the doctor, the slip and the phone know at once.

    Raises WrongState for a sample that is not here, and what reject_sample raises.
    """
    _check(hub, sample, set())
    sample = reject_sample(sample, by=by, cause=cause, reason=reason)
    detail = {"sample": sample.code, "cause": str(cause)}
    audit.record("lab.rejected", by=by, centre=hub, target=sample, patient=sample.visit.patient_id, **detail)
    return sample


@transaction.atomic
def enter_at_hub(hub, sample: Sample, entries, *, by, **pregnant) -> list[Result]:
    """Values of a sample that `hub` has received. Raises what enter_results raises, WrongState for other tests."""
    _check(hub, sample, {entry.order_code for entry in entries})
    new = enter_results(sample.visit, entries, by=by, bench=hub, **pregnant)
    audit.record("lab.entered", by=by, centre=hub, target=sample, patient=sample.visit.patient_id)
    return new


@transaction.atomic
def release_at_hub(hub, sample: Sample, seen: dict[str, int], *, by, **more) -> Report:
    """Let the hub's values out, onto the slip of the visit they came from. Either place's two-person rule holds."""
    _check(hub, sample, set(seen))
    entered = Result.objects.filter(order__code__in=seen, is_current=True, entered_by=by)
    if hub.two_person_release and entered.exists():
        raise SamePerson(_("You entered one of these. At this laboratory somebody else releases it."))
    report = release(sample.visit, seen, by=by, **more)
    audit.record("lab.released", by=by, centre=hub, target=report, patient=sample.visit.patient_id)
    return report


def _check(hub, sample: Sample, codes: set[str]) -> None:
    here = DispatchedSample.objects.arriving_at(hub).filter(sample=sample, received_at__isnull=False).exists()
    if not here or codes - set(sample.orders.values_list("code", flat=True)):
        raise WrongState(_("These tests are not of a sample that is here."))


def _counter(centre) -> int:
    """The centre's next box of the year; the row is held until the commit."""
    scope = f"dispatch:{timezone.localdate().year}"
    Counter.objects.get_or_create(centre=centre, scope=scope, defaults={"value": 0})
    row = Counter.objects.select_for_update().get(centre=centre, scope=scope)
    row.value += 1
    row.save(update_fields=["value"])
    return row.value
