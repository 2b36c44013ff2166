"""A birth date from what a patient says at the counter: a date, a year, or only an age."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .errors import FutureDate, InvalidDate, TooOld
from .shift import months_before, years_before
from .words import Span, Written, fold, make_day, read_span, read_written, unreadable, year_missing

MAX_AGE = 120  # years


class Precision(TextChoices):
    """How much of the date was really said."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class Birth(NamedTuple):
    date: date
    is_estimated: bool
    precision: Precision


def parse_birth(text: str, today: date) -> Birth:
    """The birth date meant by an age (46, 46y, 8 माह, 2y6m, 20d), a date (12/3/80) or a year (1980).

    A day comes before its month. Two-digit years are the latest that is not in the future, so the age stays
    under 100. An age is counted back from `today`: 46y is the same day and month 46 years ago. A year alone
    becomes 1 July, its middle; a month and year the 15th; each no later than half-way to `today`, so that the
    year said is the year stored. All these are estimated.

    Raises InvalidDate: Unreadable, YearMissing, NoSuchDay, FutureDate or TooOld, in words fit to show.
    """
    folded = fold(text)
    if not folded:
        raise unreadable()
    if re.fullmatch("[0-9]{1,4}", folded):
        return _from_number(folded, today)
    if span := read_span(folded):
        return _from_span(span, today)
    return _from_written(read_written(folded), today)


def _from_number(digits: str, today: date) -> Birth:
    if len(digits) == 4:
        return _middle_of(int(digits), None, today)
    return _from_span(Span(years=int(digits)), today)


def _from_span(span: Span, today: date) -> Birth:
    if not any(span):
        raise InvalidDate(_("For a baby, write the age in days or months, like 5d or 2m."))
    if span.years + span.months / 12 + span.weeks / 52 + span.days / 365 > MAX_AGE + 2:
        raise _too_old()
    day = months_before(today, 12 * span.years + span.months) - timedelta(weeks=span.weeks, days=span.days)
    precision = Precision.DAY if span.days else Precision.MONTH if span.months or span.weeks else Precision.YEAR
    return Birth(_possible(day, today), True, precision)


def _from_written(written: Written, today: date) -> Birth:
    if written.year is None:
        raise year_missing()
    if written.day is None:
        return _middle_of(int(written.year), written.month, today)
    year = int(written.year)
    if len(written.year) == 2:
        return Birth(_possible(_latest_past(written.day, written.month, year, today), today), False, Precision.DAY)
    _check_year(year, today)
    return Birth(_possible(make_day(written.day, written.month, year), today), False, Precision.DAY)


def _middle_of(year: int, month: int | None, today: date) -> Birth:
    """1 July of a year or the 15th of a month; while that is still running, half-way to today."""
    _check_year(year, today)
    first = make_day(1, month or 1, year)
    if first > today:
        raise _future()
    middle = first.replace(day=15) if month else date(year, 7, 1)
    is_running = months_before(first, -1 if month else -12) > today
    if is_running:
        middle = min(middle, first + (today - first) / 2)
    return Birth(_possible(middle, today), True, Precision.MONTH if month else Precision.YEAR)


def _latest_past(day: int, month: int, two_digits: int, today: date) -> date:
    century = today.year // 100 * 100
    if century + two_digits <= today.year:
        in_this = make_day(day, month, century + two_digits)
        if in_this <= today:
            return in_this
    return make_day(day, month, century - 100 + two_digits)


def _check_year(year: int, today: date) -> None:
    if year > today.year:
        raise _future()
    if year < today.year - MAX_AGE - 1:
        raise _too_old()


def _possible(day: date, today: date) -> date:
    if day > today:
        raise _future()
    if day <= years_before(today, MAX_AGE + 1):
        raise _too_old()
    return day


def _future() -> FutureDate:
    return FutureDate(_("This date is in the future."))


def _too_old() -> TooOld:
    return TooOld(_("Age can't be over 120 years."))
