"""More registrations at one counter than hands can do. A counter is its computer, else whoever registered."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from statistics import median

from django.utils import timezone

from opd.honesty.found import Found, Kind, Look, found
from opd.reporting import register
from registration.models import Visit

PAUSE = timedelta(minutes=10)  # a longer gap is no pace


def bursts(look: Look) -> Found | None:
    """`times` registrations within `within` minutes. Families, pads and forms from phones are left out."""
    counters = _counters(look)
    of = sum(len(rows) for rows in counters.values())
    window, caught = timedelta(minutes=look.rule.within), []
    for rows in counters.values():
        caught += runs(rows, look.rule.times, window)
    if not caught:
        return None
    days = sorted({timezone.localdate(rows[0][0]) for rows in caught})
    return found(
        look, Kind.VISITS, [key for rows in caught for _at, key in rows], of=of, bursts=len(caught),
        largest=max(len(rows) for rows in caught), days=[f"{day:%Y-%m-%d}" for day in days], pace=_pace(counters),
    )  # fmt: skip


def _counters(look: Look) -> dict:
    rows = register.visits(look.at, look.week).filter(source=Visit.Source.COUNTER)
    rows = rows.exclude(counter_entry=Visit.Entry.FAMILY).order_by("registered_at", "pk")
    counters = defaultdict(list)
    for key, at, station, by in rows.values_list("pk", "registered_at", "workstation", "registered_by"):
        counters[("station", station) if station else ("person", by)].append((at, key))
    return counters


def runs(rows: list[tuple], times: int, window: timedelta) -> list[list[tuple]]:
    """The stretches of `rows`, sorted by moment, in which any `times` lie within `window`; overlapping ones joined."""
    caught: list[list[tuple]] = []
    end = 0  # of the last stretch
    for start in range(len(rows) - times + 1):
        last = start + times - 1
        if rows[last][0] - rows[start][0] > window:
            continue
        if caught and start < end:
            caught[-1] += rows[end : last + 1]
        else:
            caught.append(rows[start : last + 1])
        end = last + 1
    return caught


def _pace(counters: dict) -> int | None:
    """The usual seconds from one registration to the next at these counters."""
    gaps = [
        (later - earlier).total_seconds()
        for rows in counters.values()
        for (earlier, _k), (later, _l) in pairwise(rows)
        if later - earlier <= PAUSE
    ]
    return round(median(gaps)) if gaps else None
