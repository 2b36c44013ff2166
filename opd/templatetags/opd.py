"""Words of the consulting room and the pharmacy window for templates."""

from django import template
from django.utils.translation import get_language

from opd.dose_words import UNITS

register = template.Library()


@register.filter
def unit(code: str) -> str:
    """What is counted, in the reader's language: "tablets", "गोली". Unknown units stay as they are."""
    words = UNITS.get(code)
    if words is None:
        return code
    return words[2] if get_language() == "hi" else words[1]
