"""Reference ranges of many tests at once."""

from collections import defaultdict

from labs.models import ReferenceRange


def ranges_of(orders) -> dict[int, list[ReferenceRange]]:
    """The range rows of these orders' tests, by test (1 query)."""
    rows = defaultdict(list)
    for row in ReferenceRange.objects.filter(test__in={order.test_id for order in orders}):
        rows[row.test_id].append(row)
    return rows
