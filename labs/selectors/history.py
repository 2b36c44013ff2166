"""Released results of one person over time. Who may see them is the caller's question (registration.access)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef

from labs.models import Result
from labs.selectors.shown import Shown, show
from registration.models import Visit


@dataclass(frozen=True)
class Point:
    """One released value on the day of its visit."""

    test_code: str
    name_en: str
    name_hi: str
    at: datetime
    visit: Visit
    number: Decimal | None
    shown: Shown
    is_sensitive: bool
    position: int = 0


def history(patient, limit: int = 60) -> dict[str, list[Point]]:
    """The newest `limit` released values by test code, newest first, tests in the catalogue's order (1 query)."""
    found = defaultdict(list)
    for result in _released(patient)[:limit]:
        point = _point(result)
        found[point.test_code].append(point)
    return dict(sorted(found.items(), key=lambda one: (one[1][0].position, one[0])))


def previous_values(visit, test_ids, *, everywhere: bool) -> dict[int, Point]:
    """The last released value of each test before this visit, by test id (1 query).

    `everywhere` takes other centres' values too, which needs leave to open the record.
    """
    rows = _released(visit.patient_id).filter(
        order__test__in=test_ids, order__visit__registered_at__lt=visit.registered_at
    )
    if not everywhere:
        rows = rows.for_centre(visit.centre_id)
    newest = rows.order_by("order__test_id", "-released_at").distinct("order__test_id")
    return {result.order.test_id: _point(result) for result in newest}


def latest_of_patients(centre, orders) -> dict[tuple[int, int], Point]:
    """The newest value before each of these orders' visits, by patient and test, of this centre (1 query)."""
    visits = {order.visit_id for order in orders}
    rows = (
        Result.objects.for_centre(centre)
        .filter(
            ~_replaced(),
            order__visit__patient__in={order.visit.patient_id for order in orders},
            order__test__in={order.test_id for order in orders},
            released_at__isnull=False,
        )
        .exclude(order__visit__in=visits)
        .select_related("order__test", "order__visit", "released_by")
        .order_by("order__visit__patient_id", "order__test_id", "-released_at")
        .distinct("order__visit__patient_id", "order__test_id")
    )
    return {(result.order.visit.patient_id, result.order.test_id): _point(result) for result in rows}


def _released(patient):
    return (
        Result.objects.filter(~_replaced(), order__visit__patient=patient, released_at__isnull=False)
        .select_related("order__test", "order__visit__centre", "released_by")
        .order_by("-released_at")
    )


def _replaced():
    """A later version has left the laboratory; one that waits for release does not replace anything yet."""
    later = Result.objects.filter(order=OuterRef("order"), version__gt=OuterRef("version"), released_at__isnull=False)
    return Exists(later)


def _point(result: Result) -> Point:
    test = result.order.test
    return Point(
        test_code=test.code,
        name_en=test.name_en,
        name_hi=test.name_hi,
        at=result.released_at,
        visit=result.order.visit,
        number=result.value,
        shown=show(result, test),
        is_sensitive=test.is_sensitive,
        position=test.position,
    )
