"""Days and ages as people here say, type and read them."""

from .age import Age, age_on
from .ago import ago, days_old
from .birth import Birth, Precision, parse_birth
from .errors import FutureDate, InvalidDate, NoSuchDay, PastDate, TooFar, TooOld, Unreadable, YearMissing
from .followup import parse_day
from .past import parse_clock, parse_past_day
from .shift import months_before, years_before
from .shown import INDIA, format_day, format_day_clock, format_moment, format_time

__all__ = [
    "INDIA",
    "Age",
    "Birth",
    "FutureDate",
    "InvalidDate",
    "NoSuchDay",
    "PastDate",
    "Precision",
    "TooFar",
    "TooOld",
    "Unreadable",
    "YearMissing",
    "age_on",
    "ago",
    "days_old",
    "format_day",
    "format_day_clock",
    "format_moment",
    "format_time",
    "months_before",
    "parse_birth",
    "parse_clock",
    "parse_day",
    "parse_past_day",
    "years_before",
]
