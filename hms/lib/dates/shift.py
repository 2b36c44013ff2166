"""A date some months or years away; where that month is shorter, its last day."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Negative `months` go forward. Raises ValueError outside the years 1-9999."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{months} months from {day} is outside the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_before(day: date, years: int) -> date:
    return months_before(day, 12 * years)
