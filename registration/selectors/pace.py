"""How fast the counter is: medians, because one lost card must not spoil a day's figure."""

from dataclasses import dataclass, field

from django.db.models import Aggregate, Count, DurationField, F, FloatField, Q
from django.db.models.functions import ExtractHour
from django.utils import timezone

from registration.models import Visit

Entry = Visit.Entry
IS_NEW = Q(patient__registered_at=F("registered_at"))  # the record was made with that visit
KNOWN = Q(seconds_at_counter__isnull=False)
WAYS = {
    "new_typed": IS_NEW & Q(counter_entry=Entry.TYPED),
    "new_scanned": IS_NEW & Q(counter_entry=Entry.SCANNED),
    "again_typed": ~IS_NEW & Q(counter_entry=Entry.TYPED),
    "again_scanned": ~IS_NEW & Q(counter_entry=Entry.SCANNED),
    "family": Q(counter_entry=Entry.FAMILY),  # all of them together
}
ALONE = ~Q(counter_entry=Entry.FAMILY)


class Median(Aggregate):
    """PostgreSQL's percentile_cont(0.5); null over no rows."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Pace:
    """Medians of the day; None before the first. Seconds at the counter, minutes until the doctor called."""

    new_seconds: int | None
    returning_seconds: int | None
    minutes_to_doctor: int | None
    registered: int
    mine_new: int | None = None
    mine_returning: int | None = None


@dataclass(frozen=True)
class Cell:
    """Median seconds and of how many; None where nothing was measured."""

    seconds: int | None
    count: int


@dataclass(frozen=True)
class Line:
    """One counter or one hour. `unknown`: without a time, or from before it was noted how."""

    name: str
    registered: int
    unknown: int
    cells: dict[str, Cell] = field(default_factory=dict)


def pace(centre, day, user=None) -> Pace:
    """The counter's figures and this person's own (1 query)."""
    mine = Q(registered_by=user)
    visits = _visits(centre, day)
    figures = visits.aggregate(
        new=_seconds(IS_NEW & ALONE),
        returning=_seconds(~IS_NEW),
        mine_new=_seconds(IS_NEW & ALONE & mine),
        mine_returning=_seconds(~IS_NEW & mine),
        wait=Median(F("called_at") - F("registered_at"), output_field=DurationField()),
        registered=Count("pk"),
    )
    wait = figures["wait"]
    return Pace(
        _whole(figures["new"]),
        _whole(figures["returning"]),
        _whole(wait.total_seconds() / 60 if wait is not None else None),
        figures["registered"],
        _whole(figures["mine_new"]),
        _whole(figures["mine_returning"]),
    )


def by_counter(centre, day) -> list[Line]:
    """One line for each open computer, "" where the browser was none (1 query)."""
    rows = _visits(centre, day).values("workstation__name").annotate(**_measures()).order_by("workstation__name")
    return [_line(row["workstation__name"] or "", row) for row in rows]


def by_hour(centre, day) -> list[Line]:
    """One line for each hour in which somebody was registered, as "09" (1 query)."""
    hour = ExtractHour("registered_at", tzinfo=timezone.get_current_timezone())
    rows = _visits(centre, day).annotate(hour=hour).values("hour").annotate(**_measures()).order_by("hour")
    return [_line(f"{row['hour']:02}", row) for row in rows]


def whole_day(centre, day) -> Line:
    """1 query."""
    return _line("", _visits(centre, day).aggregate(**_measures()))


def _visits(centre, day):
    return Visit.objects.for_centre(centre).of_day(day).exclude(status=Visit.Status.CANCELLED)


def _measures() -> dict:
    medians = {f"{way}_seconds": _seconds(which) for way, which in WAYS.items()}
    counts = {f"{way}_count": Count("pk", filter=which & KNOWN) for way, which in WAYS.items()}
    unknown = Count("pk", filter=(Q(seconds_at_counter=None) | Q(counter_entry="")) & ALONE)
    return {**medians, **counts, "registered": Count("pk"), "unknown": unknown}


def _seconds(which: Q) -> Median:
    return Median("seconds_at_counter", filter=which, output_field=FloatField())


def _line(name: str, row: dict) -> Line:
    cells = {way: Cell(_whole(row[f"{way}_seconds"]), row[f"{way}_count"]) for way in WAYS}
    return Line(name, row["registered"], row["unknown"], cells)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
