"""Days and times on screen and paper: one form everywhere, Latin digits, English months, Indian time.

Both languages show 14-Jul-1945: a date that looks the same everywhere is copied without mistakes.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

INDIA = ZoneInfo("Asia/Kolkata")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_day(day: date) -> str:
    """As "14-Jul-1945". A moment gives its day in India. Raises ValueError on a moment without a zone."""
    if isinstance(day, datetime):
        day = timezone.localtime(day, INDIA)
    return f"{day.day:02}-{_MONTHS[day.month - 1]}-{day.year:04}"


def format_time(moment: datetime) -> str:
    """As "09:42", 24 hours, in India. Raises ValueError on a moment without a zone."""
    return f"{timezone.localtime(moment, INDIA):%H:%M}"


def format_day_clock(moment: datetime) -> str:
    """As "22-Nov 09:42" where the year is plain from the page, in India."""
    return f"{format_day(moment)[:6]} {format_time(moment)}"


def format_moment(moment: datetime) -> str:
    """As "22-Nov-2026 09:42", in India. Raises ValueError on a moment without a zone."""
    return f"{format_day(moment)} {format_time(moment)}"
