"""When an answer is due, by a pool's hours. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hms.lib.dates import INDIA

MOST_DAYS = 60  # a pool that opens on no day at all answers by the plain clock


@dataclass(frozen=True)
class Hours:
    """`weekdays` count from Monday, 0."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time


def due_at(asked: datetime, hours: Hours, minutes: int) -> datetime:
    """`minutes` of open hours after `asked`: a question of the evening is due the next morning."""
    left, at = timedelta(minutes=minutes), asked.astimezone(INDIA)
    for _day in range(MOST_DAYS):
        opens, closes = (datetime.combine(at.date(), end, INDIA) for end in (hours.opens, hours.closes))
        begin = max(at, opens)
        if at.weekday() in hours.weekdays and begin < closes:
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        at = datetime.combine(at.date() + timedelta(days=1), time(0), INDIA)
    return asked + timedelta(minutes=minutes)


def is_open(now: datetime, hours: Hours) -> bool:
    here = now.astimezone(INDIA)
    return here.weekday() in hours.weekdays and hours.opens <= here.time() < hours.closes
