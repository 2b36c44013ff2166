"""Reference ranges and delta limits of many tests at once."""

from collections import defaultdict

from labs.delta import Limit
from labs.models import DeltaLimit, ReferenceRange


def ranges_of(orders) -> dict[int, list[ReferenceRange]]:
    """The range rows of these orders' tests, by test (1 query)."""
    rows = defaultdict(list)
    for row in ReferenceRange.objects.filter(test__in={order.test_id for order in orders}):
        rows[row.test_id].append(row)
    return rows


def delta_limits(orders) -> dict[int, Limit]:
    """The delta limits of these orders' tests, by test (1 query). A test without one has the usual limit."""
    rows = DeltaLimit.objects.filter(test__in={order.test_id for order in orders})
    return {row.test_id: Limit(row.percent, row.within_days, row.source, row.is_reviewed) for row in rows}
