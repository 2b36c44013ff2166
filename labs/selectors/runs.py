"""The bench by test: what waits for a value, section by section, and one test for everybody who waits."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from labs import persons
from labs.delta import USUAL
from labs.models import LabOrder, Result, Test
from labs.selectors.grid import GridRow
from labs.selectors.history import latest_of_patients
from labs.selectors.reference import delta_limits, ranges_of
from labs.selectors.worklist import TO_ENTER, TOKEN_ORDER

LONGEST_RUN = 60  # rows on one page; the next ones come when these are saved


@dataclass(frozen=True)
class Waiting:
    """One test with how many values it waits for, how many are urgent, and since when."""

    test: Test
    count: int
    urgent: int
    since: object


def sections(centre, waits_for: Q = TO_ENTER) -> dict[str, int]:
    """How many tests of each section wait (1 query), in the order of the bench."""
    rows = LabOrder.objects.for_centre(centre).filter(waits_for).values("test__category")
    counted = rows.annotate(count=Count("pk"), first=Min("test__position")).order_by("first")
    return {row["test__category"]: row["count"] for row in counted}


def runs(centre) -> dict[str, list[Waiting]]:
    """Tests that wait for values here, by section (2 queries)."""
    urgent = Count("pk", filter=Q(is_urgent=True))
    counted = (
        LabOrder.objects.for_centre(centre)
        .filter(TO_ENTER)
        .values("test_id")
        .annotate(count=Count("pk"), urgent=urgent, since=Min("ordered_at"))
    )
    found = {row.pop("test_id"): row for row in counted}
    groups: dict[str, list[Waiting]] = {}
    for test in Test.objects.filter(pk__in=found).order_by("position", "code"):
        groups.setdefault(test.category, []).append(Waiting(test, **found[test.pk]))
    return groups


def run(centre, test: Test) -> list[GridRow]:
    """Everybody who waits for a value of this test, urgent first, then by day and token (5 queries)."""
    orders = list(
        LabOrder.objects.for_centre(centre)
        .filter(TO_ENTER, test=test)
        .select_related("test", "panel", "sample", "sent_to", "visit__patient", "visit__department")
        .order_by("-is_urgent", *TOKEN_ORDER)[:LONGEST_RUN]
    )
    return _rows(orders, centre)


def rows_of(centre, codes) -> list[GridRow]:
    """These orders as rows of a run, whatever became of them meanwhile (5 queries)."""
    orders = list(
        LabOrder.objects.for_centre(centre)
        .filter(code__in=list(codes))
        .select_related("test", "panel", "sample", "sent_to", "visit__patient", "visit__department")
        .order_by("-is_urgent", *TOKEN_ORDER)
    )
    return _rows(orders, centre)


def _rows(orders, centre) -> list[GridRow]:
    if not orders:
        return []
    ranges, limits = ranges_of(orders), delta_limits(orders)
    before = latest_of_patients(centre, orders)
    current = {
        result.order_id: result
        for result in Result.objects.filter(order__in=orders, is_current=True).select_related("entered_by")
    }
    for order in orders:
        order.visit.centre = centre
    return [
        GridRow(
            order,
            persons.normal_for(order, order.visit, ranges[order.test_id]),
            current.get(order.pk),
            before=before.get((order.visit.patient_id, order.test_id)),
            limit=limits.get(order.test_id, USUAL),
        )
        for order in orders
    ]
