"""Samples between centres: what waits to be sent, and what a hub has received. A hub sees what was sent to it only."""

from collections import defaultdict

from django.db.models import Count, Q

from labs.models import Dispatch, DispatchedSample, LabOrder, Sample
from labs.selectors.grid import GridRow, grid

Status = LabOrder.Status


def ready_to_send(centre) -> dict:
    """Taken samples whose tests go to a hub and that are in no box yet, by hub (2 queries)."""
    samples = (
        Sample.objects.for_centre(centre)
        .filter(orders__is_sent=True, orders__sent_to__isnull=False, orders__status=Status.COLLECTED)
        .filter(dispatched=None, rejected_at=None)
        .select_related("visit__patient", "visit__centre")
        .prefetch_related("orders__test", "orders__sent_to")
        .distinct()
    )
    by_hub = defaultdict(list)
    for sample in samples.order_by("collected_at"):
        by_hub[next(order.sent_to for order in sample.orders.all() if order.sent_to)].append(sample)
    return dict(by_hub)


def dispatches(rows):
    """Boxes with how many samples are on the way, received and missing (1 query)."""
    return rows.select_related("from_centre", "to_centre", "sent_by").annotate(
        count=Count("samples"),
        received=Count("samples", filter=Q(samples__received_at__isnull=False)),
        missing=Count("samples", filter=Q(samples__missing_at__isnull=False)),
    )


def of_dispatch(dispatch: Dispatch) -> list[DispatchedSample]:
    """The samples of a box with their tests (3 queries)."""
    rows = dispatch.samples.select_related("sample__visit__patient", "sample__visit__centre", "received_by")
    return list(rows.prefetch_related("sample__orders__test"))


def at_hub(hub) -> list[DispatchedSample]:
    """Samples here with a test that is not released yet, oldest first (3 queries)."""
    rows = DispatchedSample.objects.arriving_at(hub).filter(
        received_at__isnull=False, sample__orders__status__in=[Status.COLLECTED, Status.RESULTED]
    )
    rows = rows.select_related("sample__visit__patient", "sample__visit__centre", "dispatch").distinct()
    return list(rows.prefetch_related("sample__orders__test").order_by("received_at"))


def sample_at_hub(hub, code: str) -> Sample | None:
    """A sample that this hub has received, or None (1 query)."""
    return (
        Sample.objects.filter(code=code, dispatched__dispatch__to_centre=hub, dispatched__received_at__isnull=False)
        .select_related("visit__patient", "visit__centre", "visit__department")
        .first()
    )


def hub_rows(sample: Sample) -> list[GridRow]:
    """The tests of this one sample as grid rows; earlier values of the patient are not the hub's."""
    rows = [row for row in grid(sample.visit) if row.order.sample_id == sample.pk]
    for row in rows:
        row.before = None
    return rows
