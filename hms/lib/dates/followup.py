"""The day to come back, from the few keys a doctor types."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from .errors import PastDate, TooFar, Unreadable
from .shift import months_before
from .words import Span, Written, fold, make_day, read_span, read_written


def parse_day(text: str, today: date) -> date:
    """The day meant by 7d, 7 (days), 1w, 2 हफ्ते, 1m, 29/11/2026 or 29/11 (the next one). Today is allowed.

    Raises InvalidDate: Unreadable, NoSuchDay, PastDate, or TooFar when over a year away.
    """
    folded = fold(text)
    if re.fullmatch("[0-9]{1,3}", folded):
        day = _after(Span(days=int(folded)), today)
    elif span := read_span(folded):
        day = _after(span, today)
    else:
        day = _from_written(_read(folded), today)
    if day < today:
        raise PastDate(_("This day has passed."))
    if day > months_before(today, -12):
        raise _too_far()
    return day


def _read(folded: str) -> Written:
    try:
        written = read_written(folded)
    except Unreadable:
        written = None
    if written is None or written.day is None:
        raise Unreadable(_("Write 7d, 2w or 1m, or a date like 29/11/2026."))
    return written


def _after(span: Span, today: date) -> date:
    if span.years + span.months / 12 + span.weeks / 52 + span.days / 365 > 2:
        raise _too_far()
    months = 12 * span.years + span.months
    return months_before(today, -months) + timedelta(weeks=span.weeks, days=span.days)


def _from_written(written: Written, today: date) -> date:
    if written.year is None:
        this_year = make_day(written.day, written.month, today.year)
        return this_year if this_year >= today else make_day(written.day, written.month, today.year + 1)
    year = int(written.year)
    if len(written.year) == 2:
        year += today.year // 100 * 100
    return make_day(written.day, written.month, year)


def _too_far() -> TooFar:
    return TooFar(_("The next visit can be at most one year away."))
