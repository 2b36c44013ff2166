"""How our forms look and how they read what a person typed.

`LayoutMixin` comes first among a form's bases. It renders through crispy-forms without a form tag (the page's
template writes that, with `{% form_top form %}` inside), cleans typed text, and says what is wrong in the words of
our own catalogue. A field may set these attributes to be treated differently:

* `raw = True`: keep the text exactly as typed, as for a scanned QR;
* `hide_optional = True`: do not say "(optional)" beside its label.
"""

from collections.abc import Iterator
from functools import partial

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.ids import redact
from hms.lib.text import clean, clean_lines

# Django's own sentences said more plainly; its Hindi lacks some of them. A field that brings its own keeps it.
_NOT_LISTED = gettext_lazy("Choose from the list.")
PLAIN = {
    id(kind.default_error_messages[code]): ours
    for kind, code, ours in (
        (forms.Field, "required", gettext_lazy("Fill this in.")),
        (forms.IntegerField, "invalid", gettext_lazy("Type a whole number, digits only.")),
        (forms.DecimalField, "invalid", gettext_lazy("Type a number.")),
        (forms.FloatField, "invalid", gettext_lazy("Type a number.")),
        (forms.DateField, "invalid", gettext_lazy("This is not a date. Type it as 14-Jul-1945.")),
        (forms.TimeField, "invalid", gettext_lazy("This is not a time. Type it as 09:30.")),
        (forms.DateTimeField, "invalid", gettext_lazy("Type the date and time as 14-Jul-1945 09:30.")),
        (forms.ChoiceField, "invalid_choice", _NOT_LISTED),
        (forms.ModelChoiceField, "invalid_choice", _NOT_LISTED),
        (forms.ModelMultipleChoiceField, "invalid_choice", _NOT_LISTED),
        (forms.FileField, "missing", gettext_lazy("Choose a file.")),
    )
}
# Sentences of validators, by their code.
LIMITS = {
    "max_length": gettext_lazy("Too long: at most %(limit_value)d letters."),
    "min_length": gettext_lazy("Too short: at least %(limit_value)d letters."),
    "max_value": gettext_lazy("Too much: at most %(limit_value)s."),
    "min_value": gettext_lazy("Too little: at least %(limit_value)s."),
    "max_digits": gettext_lazy("Too many digits: at most %(max)s."),
    "max_decimal_places": gettext_lazy("Too many digits after the point: at most %(max)s."),
    "max_whole_digits": gettext_lazy("Too many digits before the point: at most %(max)s."),
    "null_characters_not_allowed": gettext_lazy("There is an invisible character in this text. Type it again."),
}

TEXT_WIDGETS = (forms.TextInput, forms.Textarea)
# Boxes for free words, besides every box of several lines: nobody needs a whole Aadhaar number there, so it is masked.
FREE_WORDS = {"note", "reason", "self_reason", "control_reason", "action_text", "told_to", "asked_by", "place"}


class Segmented(forms.RadioSelect):
    """One choice of a few, side by side like the keys of a till; radio buttons underneath."""

    is_segmented = True


class LayoutMixin:
    """`layout` is a crispy Layout; without one the fields stand below each other."""

    layout: Layout | None = None
    use_required_attribute = False  # the browser's own bubbles speak another language and hide our words

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _prepare(name, field)

    def add(self, name: str, field: forms.Field) -> None:
        """A further box, for forms whose boxes depend on what there is; it is treated like the others."""
        self.fields[name] = field
        _prepare(name, field)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = True
        helper.render_unmentioned_fields = False
        if self.layout is not None:
            helper.layout = self.layout
        return helper

    def full_clean(self):
        """Say which box is empty: "Name: fill this in." reads well beside the box and in the summary.

        A box that a form put there after it was made is treated like the others here.
        """
        for name, field in self.fields.items():
            if not getattr(field, "is_prepared", False):  # put in without add()
                _prepare(name, field)
            if field.error_messages.get("required") is PLAIN[id(forms.Field.default_error_messages["required"])]:
                field.error_messages["required"] = _required(field, self[name].label)
        super().full_clean()


def _prepare(name: str, field: forms.Field) -> None:
    field.is_prepared = True
    plain = {code: PLAIN.get(id(words), words) for code, words in field.error_messages.items()}
    field.error_messages = {**LIMITS, **plain}
    widget = field.widget
    widget.attrs.setdefault("autocomplete", "off")
    if not isinstance(widget, TEXT_WIDGETS):
        return
    # A limit in code units cuts Devanagari letters in two; the server counts and explains.
    widget.attrs.pop("maxlength", None)
    widget.attrs.pop("minlength", None)
    widget.attrs.setdefault("spellcheck", "false")
    if isinstance(field, forms.CharField) and not isinstance(widget, forms.PasswordInput):
        if getattr(field, "raw", False):
            return
        tidy = clean_lines if isinstance(widget, forms.Textarea) else clean
        if isinstance(widget, forms.Textarea) or _is_free(name):
            tidy = partial(_masked, tidy)
        field.to_python = partial(_tidied, field.to_python, tidy)


def _is_free(name: str) -> bool:
    """A box of the person's own words: reason, reason-12, control_reason."""
    return name.partition("-")[0].rpartition("_")[2] in FREE_WORDS


def _tidied(to_python, tidy, value):
    return to_python(tidy(value) if isinstance(value, str) else value)


def _masked(tidy, value: str) -> str:
    return redact(tidy(value))


def _required(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Tick this to go on: %(label)s.") % {"label": label}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("%(label)s: choose one.") % {"label": label}
    return _("%(label)s: fill this in.") % {"label": label}


def problems(form) -> Iterator[tuple[str, str]]:
    """Every error of a form in the order of its fields: the id to jump to (or "") and the sentence."""
    for sentence in form.non_field_errors():
        yield "", sentence
    for field in form:
        for sentence in field.errors:
            yield "" if field.is_hidden else target(field), sentence


def target(field) -> str:
    """The id of the box to jump to; the first choice where there are several."""
    first = f"{field.auto_id}_0"
    return field.id_for_label or (first if field.auto_id else "")
