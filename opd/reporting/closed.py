"""Figures of many days out of the sums of each: kept ones of closed days, counted ones of the rest.

A kept sum is used only while nothing of its day has changed since it was counted (registration.models.days); the count
of changes is read before the rows, so a change in between makes the sum old, never wrong. Reading writes nothing: the
job loop keeps the sums (`keep`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from opd.models import DayFigures
from opd.reporting import days
from opd.reporting.periods import Period
from registration.models import DayChange

OPEN_DAYS = 2  # today and yesterday: a transaction that began before midnight may still be at work
Key = tuple[int, date]  # centre, day


@dataclass(frozen=True)
class Part:
    """`count(centres, period)` gives the content of each centre's day that has any; `made_for()` by which catalogue."""

    count: Callable[[Iterable, Period], dict[Key, dict]]
    made_for: Callable[[], str]


PARTS = {
    "register": Part(days.register_days, lambda: ""),
    "wards": Part(days.ward_days, days.catalogue_seal),
    "forms": Part(days.form_days, days.catalogue_seal),
}


def figures(part: str, centres, period: Period) -> dict[Key, dict]:
    """Of every centre and day with something to count (2-4 queries for kept days, more for those to count)."""
    centres = list(centres)
    kept, missing = _kept(part, centres, period)
    for stretch in _stretches(missing | _open_days(period)):
        kept |= PARTS[part].count(centres, stretch)
    return {key: content for key, content in kept.items() if content}


def keep(period: Period, centres, *, at_most: int = 7) -> int:
    """Count what is missing or old, at most so many days of each part; how many days were counted."""
    centres, counted = list(centres), 0
    for part in PARTS:
        _found, missing = _kept(part, centres, period)
        for stretch in _stretches(set(sorted(missing, reverse=True)[:at_most])):
            _keep(part, centres, stretch)
            counted += stretch.days
    return counted


def _keep(part: str, centres, stretch: Period) -> None:
    changes, made_for, now = _changes(centres, stretch), PARTS[part].made_for(), timezone.now()
    found = PARTS[part].count(centres, stretch)
    keys = [(centre.pk, day) for centre in centres for day in _days(stretch)]
    rows = [
        DayFigures(
            centre_id=key[0], day=key[1], part=part, changes=changes.get(key, 0), made_for=made_for,
            content=found.get(key, {}), made_at=now,
        )
        for key in keys
    ]  # fmt: skip
    DayFigures.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["part", "centre", "day"],
        update_fields=["changes", "made_for", "content", "made_at"],
    )  # fmt: skip


def _kept(part: str, centres, period: Period) -> tuple[dict[Key, dict], set[date]]:
    """What is kept and right, and the closed days of which something has to be counted (2 queries)."""
    last = timezone.localdate() - timedelta(days=OPEN_DAYS)
    if period.first > last:
        return {}, set()
    closed = Period(period.first, min(period.last, last))
    changes = _changes(centres, closed)
    rows = DayFigures.objects.for_centres(centres).filter(part=part, day__range=(closed.first, closed.last))
    rows = rows.filter(made_for=PARTS[part].made_for()).values_list("centre", "day", "changes", "content")
    right = {(centre, day): content for centre, day, n, content in rows if changes.get((centre, day), 0) == n}
    missing = {day for day in _days(closed) if any((centre.pk, day) not in right for centre in centres)}
    return {key: content for key, content in right.items() if key[1] not in missing}, missing


def _changes(centres, period: Period) -> dict[Key, int]:
    rows = DayChange.objects.for_centres(centres).filter(day__range=(period.first, period.last))
    return {(centre, day): changes for centre, day, changes in rows.values_list("centre", "day", "changes")}


def _open_days(period: Period) -> set[date]:
    first = timezone.localdate() - timedelta(days=OPEN_DAYS - 1)
    return {day for day in _days(period) if day >= first}


def _days(period: Period) -> list[date]:
    return [period.first + timedelta(days=step) for step in range(period.days)]


def _stretches(wanted: set[date]) -> list[Period]:
    """Days one after the other as one period each."""
    found: list[Period] = []
    for day in sorted(wanted):
        if found and found[-1].last + timedelta(days=1) == day:
            found[-1] = Period(found[-1].first, day)
        else:
            found.append(Period(day, day))
    return found


def by_day(found: dict[Key, dict]) -> dict[date, list[dict]]:
    """The same without centres."""
    days_of = defaultdict(list)
    for (_centre, day), content in found.items():
        days_of[day].append(content)
    return days_of
