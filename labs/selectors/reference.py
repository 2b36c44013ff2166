"""Reference ranges and delta limits of many tests at once."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from labs.delta import Limit
from labs.models import CentreTest, DeltaLimit, ReferenceRange


def ranges_of(orders) -> dict[int, list[ReferenceRange]]:
    """The range rows of these orders' tests, by test (1 query). All orders are measured at one place.

    Rows made for an analyser come only where the measuring centre names that analyser for the test.
    """
    rows = defaultdict(list)
    wanted = ReferenceRange.objects.filter(test__in={order.test_id for order in orders})
    for row in wanted.filter(Q(analyser="") | Exists(_named_by(orders))):
        rows[row.test_id].append(row)
    return rows


def _named_by(orders):
    """What the orders' hubs, or else their own centres, say they measure a test with."""
    hubs = {order.sent_to_id for order in orders if order.is_sent and order.sent_to_id}
    own = {order.visit_id for order in orders if not (order.is_sent and order.sent_to_id)}
    return CentreTest.objects.filter(
        Q(centre__in=hubs) | Q(centre__visits__in=own), test=OuterRef("test"), analyser=OuterRef("analyser")
    )


def delta_limits(orders) -> dict[int, Limit]:
    """The delta limits of these orders' tests, by test (1 query). A test without one has the usual limit."""
    rows = DeltaLimit.objects.filter(test__in={order.test_id for order in orders})
    return {row.test_id: Limit(row.percent, row.within_days, row.source, row.is_reviewed) for row in rows}
