"""The empty form of a new person, drawn once in a process and filled in with what changes.

Drawing it costs more than everything else on that page together, and it is the page a clerk opens all morning. What
differs from one opening to the next is put in where a mark stands: the stopwatch and the departments' waiting counts.
Anything else (something typed, searched, scanned, wrong) is drawn as usual.
"""

from crispy_forms.utils import render_crispy_form
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

STARTED = "\ue000started\ue001"
ALWAYS_THERE = {"started", "department", "consent_language"}
MOST = 200  # centres × languages, with room
_drawn: dict[tuple, str] = {}


def drawn(form, context) -> SafeString:
    """The form's HTML, from memory where nothing but the marked places can differ."""
    if form.is_bound or form.scanned or set(form.initial) - ALWAYS_THERE:
        return render_crispy_form(form, context=context)
    labels = dict(form.fields["department"].choices)
    key = _key(form, context, labels)
    if key not in _drawn:
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = _with_marks(form, context, labels)
    return _filled(_drawn[key], form.initial["started"], labels)


def _key(form, context, labels) -> tuple:
    """Everything that stands in the form besides the marks."""
    notices = tuple((notice.version, notice.language) for notice in context["notices"])
    return (
        get_language(),
        form.initial["department"],
        form.initial["consent_language"],
        tuple(labels),
        tuple(context["pincodes"]),
        notices,
    )


def _with_marks(form, context, labels) -> str:
    started, form.initial["started"] = form.initial["started"], STARTED
    form.fields["department"].choices = [(key, _mark(key)) for key in labels]
    try:
        return render_crispy_form(form, context=context)
    finally:
        form.initial["started"] = started
        form.fields["department"].choices = list(labels.items())


def _filled(html: str, started: str, labels) -> SafeString:
    html = html.replace(STARTED, conditional_escape(started))
    for key, label in labels.items():
        html = html.replace(_mark(key), conditional_escape(label))
    return mark_safe(html)  # noqa: S308 (what is put in was escaped, the rest came from the templates)


def _mark(key) -> str:
    return f"\ue000{key}\ue001"
