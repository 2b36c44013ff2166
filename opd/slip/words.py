"""Days, numbers and addresses as a slip says them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language

from hms.lib.dates import format_day

WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_HI = ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार")
MONTHS_HI = (
    *("जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून"),
    *("जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"),
)


def weekday(day: date) -> str:
    return (WEEKDAYS_HI if get_language() == "hi" else WEEKDAYS_EN)[day.weekday()]


def said_day(day: date) -> str:
    """As a person says it: "29 नवंबर, रविवार", "Sunday, 29-Nov-2026"."""
    if get_language() == "hi":
        return f"{day.day} {MONTHS_HI[day.month - 1]}, {weekday(day)}"
    return f"{weekday(day)}, {format_day(day)}"


def in_language(row: dict, stem: str) -> str:
    """`stem`_hi or `stem`_en of a JSON row, the other where that is empty."""
    first, second = ("hi", "en") if get_language() == "hi" else ("en", "hi")
    return row.get(f"{stem}_{first}") or row.get(f"{stem}_{second}") or ""


def moment(text: str) -> datetime:
    """A moment out of a JSON row."""
    return datetime.fromisoformat(text)


def number(value: Decimal, decimals: int) -> str:
    """With as many places as the laboratory measures: 9.8, 210000."""
    return f"{value:.{decimals}f}"


def short(value: str | None) -> str:
    """A decimal out of a JSON row without idle zeros: "61", "37.5"; empty when there is none."""
    return f"{Decimal(value).normalize():f}" if value is not None else ""


def joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
