"""Days, weeks and months as people ask for them. Pure but for today's date."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hms.lib.dates import INDIA, format_day

EARLIEST = date(2020, 1, 1)
LONGEST = 366  # days that can be asked for at once


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included, as days in India."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its beginning and the beginning of the day after it: `at >= begin and at < end`."""
        begin = datetime.combine(self.first, time.min, INDIA)
        return begin, datetime.combine(self.last + timedelta(days=1), time.min, INDIA)

    @property
    def words(self) -> str:
        first, last = format_day(self.first), format_day(self.last)
        return first if first == last else f"{first} – {last}"

    @property
    def is_over(self) -> bool:
        return self.last < timezone.localdate()

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def asked(typed: dict) -> tuple[Period, str]:
    """What `?day=` or `?from=…&to=…` mean, and in words what could not be meant ("" when all is well)."""
    today = timezone.localdate()
    if typed.get("from") or typed.get("to"):
        first, last = read_day(typed.get("from", "")), read_day(typed.get("to", ""))
        return _between(first, last, today)
    if not typed.get("day"):
        return Period(today, today), ""
    day = read_day(typed.get("day", ""))
    return _between(day, day, today)


def _between(first: date | None, last: date | None, today: date) -> tuple[Period, str]:
    if first is None and last is None:
        return Period(today, today), _("That is not a day, so today is shown.")
    first, last = first or last, last or first
    if first > last:
        first, last = last, first
    if first > today:
        return Period(today, today), _("That day has not come yet, so today is shown.")
    problem = ""
    if last > today:
        last, problem = today, _("Days that have not come yet are left out.")
    if (last - first).days >= LONGEST:
        first, problem = last - timedelta(days=LONGEST - 1), _("At most a year is shown at once.")
    return Period(first, last), problem


def read_day(text: str) -> date | None:
    """A day written 2026-11-23, from 2020 on; None for anything else."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def week_of(day: date) -> Period:
    """Monday to Sunday: the reporting week of the IDSP."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))
