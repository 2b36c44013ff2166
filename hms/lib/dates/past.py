"""A day and a time copied from a paper: lately, never in the future."""

import re
from datetime import date, time, timedelta

from django.utils.translation import gettext_lazy as _

from .errors import FutureDate, InvalidDate, Unreadable
from .words import fold, make_day, read_written

_SAID = {"today": 0, "आज": 0, "yesterday": 1, "कल": 1}
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.\s]?([0-9]{2}))?")


def parse_past_day(text: str, today: date) -> date:
    """The day meant by 24/11, 24-11-2026, 24 नवंबर or आज; without a year the latest that has come.

    Raises InvalidDate: Unreadable, NoSuchDay or FutureDate, in words fit to show.
    """
    folded = fold(text)
    if folded in _SAID:
        return today - timedelta(days=_SAID[folded])
    try:
        written = read_written(folded)
    except Unreadable:
        written = None
    if written is None or written.day is None:
        raise Unreadable(_("Write the date as on the paper, like 24/11/2026."))
    if written.year is None:
        this_year = make_day(written.day, written.month, today.year)
        return this_year if this_year <= today else make_day(written.day, written.month, today.year - 1)
    year = int(written.year) + (today.year // 100 * 100 if len(written.year) == 2 else 0)
    day = make_day(written.day, written.month, year)
    if day > today:
        raise FutureDate(_("This date is in the future."))
    return day


def parse_clock(text: str) -> time:
    """The time meant by 9:40, 9.40, 0940 or ९:४०, in 24 hours; 9 is 9:00. Raises InvalidDate."""
    found = _CLOCK.fullmatch(fold(text))
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise InvalidDate(_("Write the time with 24 hours, like 09:40."))
    return time(int(found[1]), int(found[2] or 0))
