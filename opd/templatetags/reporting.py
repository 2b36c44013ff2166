"""What pages and papers of figures say of a visit."""

from django import template

from labs.selectors.shown import show
from opd.reporting import register as book

register = template.Library()

register.filter("age_then", book.age_of)
register.filter("diagnoses", book.diagnoses_of)


@register.filter
def minutes(length) -> str:
    """A wait in whole minutes; "–" while it lasts."""
    return "–" if length is None else str(round(length.total_seconds() / 60))


@register.filter
def words(text: str) -> list[str]:
    """ "pdf,csv" as a list."""
    return text.split(",")


@register.filter
def result_words(result) -> str:
    """A released value in the reader's language, with its unit: "6.4 g/dL", "पॉज़िटिव"."""
    said = show(result, result.order.test)
    return f"{said.value} {said.unit}".strip()
