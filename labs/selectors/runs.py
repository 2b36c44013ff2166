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
    """One test with how many values it waits for, how many are urgent or of other centres, and since when."""

    test: Test
    count: int
    urgent: int
    elsewhere: int
    since: object


def sections(centre, waits_for: Q = TO_ENTER) -> dict[str, int]:
    """How many tests of each section wait (1 query), in the order of the bench."""
    rows = LabOrder.objects.for_centre(centre).filter(waits_for).values("test__category")
    counted = rows.annotate(count=Count("pk"), first=Min("test__position")).order_by("first")
    return {row["test__category"]: row["count"] for row in counted}


def runs(centre) -> dict[str, list[Waiting]]:
    """Tests that wait for values here, by section; what was received from other centres counts (2 queries)."""
    urgent = Count("pk", filter=Q(is_urgent=True))
    elsewhere = Count("pk", filter=~Q(visit__centre=centre))
    counted = (
        LabOrder.objects.measured_at(centre)
        .filter(TO_ENTER)
        .values("test_id")
        .annotate(count=Count("pk"), urgent=urgent, elsewhere=elsewhere, since=Min("ordered_at"))
    )
    found = {row.pop("test_id"): row for row in counted}
    groups: dict[str, list[Waiting]] = {}
    for test in Test.objects.filter(pk__in=found).order_by("position", "code"):
        groups.setdefault(test.category, []).append(Waiting(test, **found[test.pk]))
    return groups


def run(centre, test: Test) -> list[GridRow]:
    """Everybody who waits for a value of this test, urgent first, then by day and token (5 queries).

    Tubes received from other centres stand behind the centre's own.
    """
    return _rows(_orders(centre, TO_ENTER, test=test)[:LONGEST_RUN], centre)


def rows_of(centre, codes) -> list[GridRow]:
    """These orders as rows of a run, whatever became of them meanwhile (5 queries)."""
    return _rows(_orders(centre, code__in=list(codes)), centre)


def _orders(centre, *which, **more):
    rows = LabOrder.objects.measured_at(centre).filter(*which, **more)
    rows = rows.annotate(is_elsewhere=~Q(visit__centre=centre))
    rows = rows.select_related("test", "panel", "sample", "sent_to", "visit__patient", "visit__centre")
    return rows.order_by("-is_urgent", "is_elsewhere", *TOKEN_ORDER)


def _rows(orders, centre) -> list[GridRow]:
    orders = list(orders)
    if not orders:
        return []
    ranges, limits = ranges_of(orders), delta_limits(orders)
    before = latest_of_patients(centre, [order for order in orders if not order.is_elsewhere])
    current = {
        result.order_id: result
        for result in Result.objects.filter(order__in=orders, is_current=True).select_related("entered_by")
    }
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
