"""Where a condition is treated, as the administrator types it."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin, Segmented
from hms.lib.text import clean
from opd.models.care import Level


class WordsField(forms.CharField):
    """Words with commas between them; a list, each once, in the order typed."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        words = (clean(word) for word in super().clean(value).split(","))
        return list(dict.fromkeys(filter(None, words)))


class CareLevelForm(LayoutMixin, forms.Form):
    layout = Layout("version", "level", "tests", "medicines", "source", "is_reviewed", "reason")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("Treated"), choices=Level.choices, widget=Segmented)
    tests = WordsField(
        label=_("Only where these tests can be had"), required=False, max_length=200, help_text=_("Codes, as HB, TSH")
    )
    medicines = WordsField(
        label=_("Only while these medicines are in stock"), required=False, max_length=400,
        help_text=_("Generic names as in the list of medicines; counts only where the centre keeps a stock of them"),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=200)
    is_reviewed = forms.BooleanField(label=_("A clinician has reviewed this row"), required=False)
    reason = forms.CharField(label=_("Why it is changed"), max_length=200)
