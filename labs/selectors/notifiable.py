"""What a week gave for the surveillance forms (1 query)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hms.lib.dates import INDIA
from labs.models import Result
from labs.models.results import Flag
from labs.notifiable import BY_TEST, CONDITIONS, NO_ANSWER, Condition


@dataclass
class Week:
    """One condition: samples tested, and the positives with their patients."""

    condition: Condition
    tested: int = 0
    positives: list[Result] = field(default_factory=list)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday around `day`: the reporting week of the IDSP."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def notifiable(centre, first: date, last: date) -> list[Week]:
    """Everything released from `first` to `last`, both included; corrected values count as corrected."""
    weeks = {condition.code: Week(condition) for condition in CONDITIONS}
    begin = datetime.combine(first, time.min, INDIA)
    end = datetime.combine(last + timedelta(days=1), time.min, INDIA)
    rows = (
        Result.objects.for_centre(centre)
        .filter(order__test__code__in=BY_TEST, is_current=True, released_at__gte=begin, released_at__lt=end)
        .exclude(text__in=NO_ANSWER)
        .select_related("order__test", "order__visit__patient")
        .order_by("released_at")
    )
    for result in rows:
        week = weeks[BY_TEST[result.order.test.code].code]
        week.tested += 1
        if result.flag == Flag.ABNORMAL:
            week.positives.append(result)
    return list(weeks.values())
