"""Reading the pieces people type: spans such as "2y 6m" and days such as "12 मार्च 80"."""

import re
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hms.lib.text import clean, latin_digits

from .errors import NoSuchDay, Unreadable, YearMissing

_UNITS = {
    "years": "y yr yrs yer year years व वर्ष साल सालों बरस",
    "months": "m mo mon mth mths mnth month months म माह मास महीना महीने महिना महिने",
    "weeks": "w wk wks week weeks हफ्ता हफ्ते हप्ता हप्ते सप्ताह",
    "days": "d dy day days दि दिन दिनों",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_ORDER = list(_UNITS)

_MONTHS = (
    "jan january जन जनवरी",
    "feb february फर फरवरी",
    "mar march मार मार्च",
    "apr april अप्र अप्रैल अप्रेल",
    "may मई",
    "jun june जून",
    "jul july जुल जुलाई",
    "aug august अग अगस्त",
    "sep sept september सित सितंबर",
    "oct october अक अक्टू अक्टूबर अक्तूबर",
    "nov november नव नवंबर",
    "dec december दिस दिसंबर",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}

_WORD = r"[^\W\d_]+(?:[\u0900-\u0903\u093a-\u094d\u0962\u0963]+[^\W\d_]*)*"  # a Hindi word is letters and signs
_SPAN = re.compile(rf"([0-9]{{1,5}}) ?({_WORD})\.?[ ,]*")
_PIECE = re.compile(rf"[0-9]+(?:st|nd|rd|th)?(?![^\W\d_])|{_WORD}")
_BETWEEN = re.compile(r"[\s,./\-\u2010-\u2015\u2212]")
_DOUBLED = re.compile(r"^[/.\-]|[/.\-]\s*[/.\-]")  # 12//1980: something was forgotten


class Span(NamedTuple):
    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0


class Written(NamedTuple):
    """A day as written. `year` is None when left out, `day` when only month and year stand there."""

    day: int | None
    month: int
    year: str | None


def fold(text: str) -> str:
    """`text` in the one spelling the tables above use."""
    text = latin_digits(clean(text)).lower().replace("\u093c", "").replace("\u0901", "\u0902")
    return re.sub("[\u200c\u200d]", "", text).replace("म्ब", "ंब")


def read_span(folded: str) -> Span | None:
    """Read "2y6m" or "3 हफ्ते"; None when it is not a span. Units go from large to small, each once."""
    found, at = {}, 0
    while piece := _SPAN.match(folded, at):
        unit = _UNIT_OF.get(piece[2])
        if unit is None or any(_ORDER.index(unit) <= _ORDER.index(other) for other in found):
            return None
        found[unit], at = int(piece[1]), piece.end()
    return Span(**found) if found and at == len(folded) else None


def read_written(folded: str) -> Written:
    """Read a date, day first always; the year first only where it has four digits.

    Raises Unreadable, YearMissing or NoSuchDay (a month over 12).
    """
    if _BETWEEN.sub("", _PIECE.sub("", folded)) or _DOUBLED.search(folded):
        raise unreadable()
    pieces = [re.sub("(st|nd|rd|th)$", "", piece) if piece[0].isdigit() else piece for piece in _PIECE.findall(folded)]
    named = [place for place, piece in enumerate(pieces) if not piece.isdigit()]
    if not named:
        return _from_numbers(pieces)
    if len(named) > 1 or pieces[named[0]] not in _MONTH_OF:
        raise unreadable()
    return _around_month(_MONTH_OF[pieces.pop(named[0])], pieces)


def make_day(day: int, month: int, year: int) -> date:
    """Raises NoSuchDay."""
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay(_("This day is not in the calendar. Check day and month.")) from None


def unreadable() -> Unreadable:
    return Unreadable(_("Write an age like 46y, 8m or 20d, or a date like 12/3/1980."))


def _from_numbers(pieces: list[str]) -> Written:
    match pieces:
        case [solid] if len(solid) == 8:
            return _checked(solid[:2], solid[2:4], solid[4:])
        case [year, month, day] if len(year) == 4 and len(month) <= 2 and len(day) <= 2:
            return _checked(day, month, year)
        case [day, month, year] if len(day) <= 2 and len(month) <= 2 and len(year) in (2, 4):
            return _checked(day, month, year)
        case [month, year] if len(month) <= 2 and len(year) == 4:
            return _checked(None, month, year)
        case [day, month] if len(day) <= 2 and len(month) <= 2:
            return _checked(day, month, None)
    raise unreadable()


def _around_month(month: int, numbers: list[str]) -> Written:
    match numbers:
        case [year, day] if len(year) == 4 and len(day) <= 2:
            return Written(int(day), month, year)
        case [day, year] if len(day) <= 2 and len(year) in (2, 4):
            return Written(int(day), month, year)
        case [year] if len(year) == 4:
            return Written(None, month, year)
        case [day] if len(day) <= 2:
            return Written(int(day), month, None)
    raise unreadable()


def _checked(day: str | None, month: str, year: str | None) -> Written:
    if int(month) > 12:
        raise NoSuchDay(_("There is no such month. Write the day first, like 12/3/1980."))
    return Written(int(day) if day else None, int(month), year)


def year_missing() -> YearMissing:
    return YearMissing(_("Add the year, like 12/3/1980."))
