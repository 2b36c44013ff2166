"""The readiness list of many centres at once, in a fixed number of queries."""

from collections import defaultdict

from django.db.models import Count, Max
from django.utils import timezone

from centres.models import (
    Centre,
    Department,
    DeviceCount,
    Membership,
    OpdSession,
    ReadinessCheck,
    ReadinessItem,
    Workstation,
)
from centres.readiness import Known, Point, judge


def items() -> list[ReadinessItem]:
    return list(ReadinessItem.objects.filter(is_active=True))


def lists(centres: list[Centre]) -> dict[int, list[Point]]:
    """Every point of each centre, by the centre's key (7 queries, however many centres)."""
    asked, facts, checks, now = items(), known(centres), newest_checks(centres), timezone.now()
    return {
        centre.pk: [judge(item, facts[centre.pk], checks.get((centre.pk, item.pk)), now) for item in asked]
        for centre in centres
    }


def points(centre: Centre) -> list[Point]:
    return lists([centre])[centre.pk]


def missing(centre: Centre) -> list[Point]:
    return [point for point in points(centre) if not point.is_met]


def known(centres: list[Centre]) -> dict[int, Known]:
    """What the system knows of each centre (5 queries)."""
    facts = {
        centre.pk: Known(has_name=not centre.is_placeholder, has_place=bool(centre.pincode and centre.locality))
        for centre in centres
    }
    for pk, count in _counts(Department.objects.filter(is_active=True), centres):
        facts[pk].departments = count
    for pk, count in _counts(OpdSession.objects.all(), centres):
        facts[pk].sessions = count
    for row in newest_counts(centres):
        facts[row.centre_id].devices[row.kind] = row.working
    people = Membership.objects.on(timezone.localdate()).filter(centre__in=centres, user__is_active=True)
    for pk, role, count in people.order_by().values_list("centre", "role").annotate(Count("user", distinct=True)):
        facts[pk].roles[role] = count
    seen = Workstation.objects.filter(centre__in=centres, seen_at__isnull=False).order_by()
    for pk, at in seen.values_list("centre").annotate(Max("seen_at")):
        facts[pk].seen_at = at
    return facts


def newest_counts(centres: list[Centre]) -> list[DeviceCount]:
    """The last count of each kind at each centre (1 query)."""
    rows = DeviceCount.objects.filter(centre__in=centres).select_related("counted_by")
    return list(rows.order_by("centre_id", "kind", "-counted_at", "-pk").distinct("centre_id", "kind"))


def newest_checks(centres: list[Centre]) -> dict[tuple[int, int], ReadinessCheck]:
    """The last word on each point at each centre (1 query)."""
    rows = ReadinessCheck.objects.filter(centre__in=centres).select_related("checked_by")
    rows = rows.order_by("centre_id", "item_id", "-checked_at", "-pk").distinct("centre_id", "item_id")
    return {(row.centre_id, row.item_id): row for row in rows}


def _counts(rows, centres):
    return rows.filter(centre__in=centres).order_by().values_list("centre").annotate(Count("pk"))


def by_stage(points: list[Point]) -> dict[str, list[Point]]:
    """The points under the step they belong to."""
    grouped = defaultdict(list)
    for point in points:
        grouped[point.item.stage].append(point)
    return grouped
