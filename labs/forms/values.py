"""The box in which one test's value is typed."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from labs.models import Test


def value_field(test: Test, label: str) -> forms.Field:
    """A number with the numeric pad, a choice of the test's own words, or a few lines."""
    if test.result_type == Test.ResultType.CODED:
        return forms.ChoiceField(label=label, choices=_choices(test), required=False)
    if test.result_type == Test.ResultType.NUMERIC:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        return forms.CharField(label=label, widget=widget, required=False)
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, widget=widget, required=False)


def _choices(test: Test) -> list[tuple[str, str]]:
    shown = test.choices_hi if get_language() == "hi" and test.choices_hi else test.choices_en
    return [("", _("choose")), *zip(test.choices_en, shown, strict=True)]
