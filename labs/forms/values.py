"""The box in which one test's value is typed; for a microscopy one box for each part."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hms.lib.ids import redact
from labs import components
from labs.models import Test

LEFT_OUT = "–"


def value_field(test: Test, label: str) -> forms.Field:
    """A number with the numeric pad, a choice of the test's own words, parts, or a few lines."""
    if test.result_type == Test.ResultType.MICROSCOPY:
        return PartsField(components.of(test), label=label)
    if test.result_type == Test.ResultType.CODED:
        return forms.ChoiceField(label=label, choices=_choices(test), required=False)
    if test.result_type in {Test.ResultType.NUMERIC, Test.ResultType.TITRE}:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        return forms.CharField(label=label, widget=widget, required=False)
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, widget=widget, required=False)


def _choices(test: Test) -> list[tuple[str, str]]:
    shown = test.choices_hi if get_language() == "hi" and test.choices_hi else test.choices_en
    return [("", _("choose")), *zip(test.choices_en, shown, strict=True)]


class PartsWidget(forms.MultiWidget):
    """One labelled box for each part; together they are what `components.read` reads."""

    template_name = "labs/_parts.html"

    def __init__(self, parts: list[components.Component]):
        self.parts = parts
        super().__init__({one.code: _box(one) for one in parts})

    def decompress(self, value: str | None) -> list[str]:
        typed = dict(line.split("=", 1) for line in (value or "").splitlines() if "=" in line)
        return [typed.get(one.code, "") for one in self.parts]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for one, box in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            box["part"] = one
            box["said"] = one.hi if get_language() == "hi" else one.en
        return context


class PartsField(forms.MultiValueField):
    def __init__(self, parts: list[components.Component], **kwargs):
        self.codes = [one.code for one in parts]
        fields = [forms.CharField(required=False, max_length=200) for _one in parts]
        super().__init__(fields, widget=PartsWidget(parts), required=False, require_all_fields=False, **kwargs)

    def compress(self, typed: list[str]) -> str:
        return "\n".join(
            f"{code}={value.strip()}" for code, value in zip(self.codes, map(redact, typed), strict=False) if value
        )


def _box(one: components.Component) -> forms.Widget:
    if one.kind == "choice":
        shown = one.choices_hi if get_language() == "hi" else one.choices_en
        choices = [("", LEFT_OUT), *zip(one.choices_en, shown, strict=True)]
        return forms.Select(attrs={"class": "form-select"}, choices=choices)
    wide = "" if one.kind == "words" else " num"
    return forms.TextInput(attrs={"class": f"form-control{wide}", "autocomplete": "off", "spellcheck": "false"})


def plain(field: forms.Field, data) -> str:
    """What stands in a bound box as the one text that is read."""
    if isinstance(field, PartsField):
        return field.compress([(value or "").strip() for value in data or []])
    return (data or "").strip()
