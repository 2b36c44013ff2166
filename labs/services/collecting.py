"""Taking samples, their labels, and samples that are no good."""

from itertools import groupby

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.codes import new_sample_code
from labs.errors import LabError, WrongState
from labs.models import LabOrder, Sample
from labs.services.locking import lock, orders_of, tell_orders
from registration.models import Visit
from registration.services import touch_slip

Status = LabOrder.Status


@transaction.atomic
def collect(visit: Visit, codes: list[str], *, by) -> list[Sample]:
    """Take the samples for these orders, one for each kind of container and place it goes to. Labels are separate.

    Raises WrongState when one of them has its sample already, or needs none; then no sample is taken.
    """
    visit = lock(visit)
    orders = sorted(orders_of(visit, codes).values(), key=lambda order: (*_tube(order), order.test.position))
    if not orders:
        raise LabError(_("Choose at least one test."), field="orders")
    for order in orders:
        if order.status != Status.ORDERED or not order.test.needs_sample:
            raise WrongState(_("%(test)s: the sample has been taken already.") % {"test": order.test.name})
    now, samples = timezone.now(), []
    for (container, _sent, _hub), group in groupby(orders, key=_tube):
        samples.append(_take(visit, container, list(group), by=by, at=now))
    touch_slip(visit, why="samples")
    _record("lab.collected", visit, by, samples=[sample.code for sample in samples])
    tell_orders(visit)
    return samples


@transaction.atomic
def labels_printed(samples: list[Sample], *, by) -> None:
    """Count one print of each label. All samples are of one visit."""
    Sample.objects.filter(pk__in=[sample.pk for sample in samples]).update(labels_printed=F("labels_printed") + 1)
    visit = samples[0].visit
    copies = {sample.code: sample.labels_printed + 1 for sample in samples}
    _record("lab.labels_printed", visit, by, copies=copies)


@transaction.atomic
def reject_sample(sample: Sample, *, by, cause: str = Sample.Cause.OTHER, reason: str = "") -> Sample:
    """The sample is no good: its tests without a result wait for a new one, and the slip asks the patient for it.

    Raises LabError when the cause is something else and not said, WrongState when it was rejected before or every
    test has its result.
    """
    visit = lock(sample.visit)
    sample = Sample.objects.get(pk=sample.pk)
    if cause == Sample.Cause.OTHER and not reason.strip():
        raise LabError(_("Say what is wrong with the sample."), field="reason")
    waiting = sample.orders.filter(status=Status.COLLECTED)
    if sample.rejected_at or not waiting.exists():
        raise WrongState(_("This sample cannot be rejected any more."))
    waiting.update(status=Status.ORDERED, sample=None, rejected_sample=sample)
    sample.rejected_at, sample.rejected_by = timezone.now(), by
    sample.reject_cause, sample.reject_reason = cause, reason.strip()[:120]
    sample.save(update_fields=["rejected_at", "rejected_by", "reject_cause", "reject_reason"])
    touch_slip(visit, why="samples")
    _record("lab.rejected", visit, by, sample=sample.code, cause=str(cause))
    tell_orders(visit)
    return sample


def _tube(order: LabOrder) -> tuple[str, bool, int]:
    """Tests share a tube when the container is the same and it is measured at the same place."""
    return order.test.container, order.is_sent, order.sent_to_id or 0


def _take(visit, container, orders, *, by, at) -> Sample:
    specimens = dict.fromkeys(order.test.specimen for order in orders)
    sample = Sample.objects.create(
        visit=visit,
        code=new_sample_code(),
        specimen=", ".join(specimens)[:80],
        container=container,
        collected_at=at,
        collected_by=by,
    )
    LabOrder.objects.filter(pk__in=[order.pk for order in orders]).update(status=Status.COLLECTED, sample=sample)
    return sample


def _record(action, visit, by, **detail):
    audit.record(action, by=by, centre=visit.centre, target=visit, patient=visit.patient_id, **detail)
