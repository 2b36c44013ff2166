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

from hms.lib.text import clean, clean_lines

TEXT_WIDGETS = (forms.TextInput, forms.Textarea)


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
        for field in self.fields.values():
            _prepare(field)

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
        """Say which box is empty: "Name: fill this in." reads well beside the box and in the summary."""
        for name, field in self.fields.items():
            if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required(field, self[name].label)
        super().full_clean()


def _prepare(field: forms.Field) -> None:
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
        field.to_python = partial(_tidied, field.to_python, tidy)


def _tidied(to_python, tidy, value):
    return to_python(tidy(value) if isinstance(value, str) else value)


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
