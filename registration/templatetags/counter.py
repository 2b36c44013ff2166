"""How much of a person a centre may see before their record is open to it."""

from django import template

from hms.lib.text import graphemes
from registration import blank

register = template.Library()


@register.filter
def partly(name: str) -> str:
    """The first word and the first letter of the others: "सुनीता दे…". A single word shows half of itself."""
    words = name.split()
    if len(words) == 1:
        letters = graphemes(name)
        return "".join(letters[: (len(letters) + 1) // 2]) + "…"
    return " ".join([words[0], *(graphemes(word)[0] + "…" for word in words[1:])])


@register.simple_tag(takes_context=True)
def newcomer_form(context, form):
    """The form of a new person; the empty one comes from memory."""
    return blank.drawn(form, context.flatten())
