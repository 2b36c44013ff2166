"""Words of the consulting room and the pharmacy window for templates."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from hms.lib.dates import Age
from opd.dose_words import UNITS
from opd.entry import durations

register = template.Library()


@register.filter
def unit(code: str) -> str:
    """What is counted, in the reader's language: "tablets", "गोली". Unknown units stay as they are."""
    words = UNITS.get(code)
    if words is None:
        return code
    return words[2] if get_language() == "hi" else words[1]


@register.filter
def whole(text) -> str:
    """A date or number on paper that must not break at its hyphens."""
    return format_html('<span class="whole">{}</span>', text)


@register.filter
def age_days(days: int) -> str:
    """An age given in completed days: "2 y", "6 m"."""
    years, rest = divmod(round(days / 365.25 * 12), 12)
    return Age(years, rest, 0, days).label


@register.filter
def lasting(words: str) -> str:
    """How long a complaint has lasted, kept in Hindi, in the reader's language."""
    return words if get_language() == "hi" else durations.in_english(words)
