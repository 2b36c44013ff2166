"""How fast the counter is today: medians, because one lost card must not spoil a day's figure."""

from dataclasses import dataclass

from django.db.models import Aggregate, Count, DurationField, F, FloatField, Q

from registration.models import Visit


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


def pace(centre, day) -> Pace:
    """1 query. A new person is one whose record was made with that visit."""
    is_new = Q(patient__registered_at=F("registered_at"))
    visits = Visit.objects.for_centre(centre).of_day(day).exclude(status=Visit.Status.CANCELLED)
    figures = visits.aggregate(
        new=Median("seconds_at_counter", filter=is_new, output_field=FloatField()),
        returning=Median("seconds_at_counter", filter=~is_new, output_field=FloatField()),
        wait=Median(F("called_at") - F("registered_at"), output_field=DurationField()),
        registered=Count("pk"),
    )
    wait = figures["wait"]
    return Pace(
        _whole(figures["new"]),
        _whole(figures["returning"]),
        _whole(wait.total_seconds() / 60 if wait is not None else None),
        figures["registered"],
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
