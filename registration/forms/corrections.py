"""Correcting what is written about a person, and taking consent back."""

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from registration.forms.facts import FactsForm
from registration.forms.fields import Line
from registration.forms.patient import FACTS_LAYOUT


class CorrectionForm(LayoutMixin, FactsForm):
    """`version` is the version of the record that the page was made from."""

    layout = Layout(*FACTS_LAYOUT, HTML("<hr>"), "reason", "version")
    reason = Line(limit=200, label=_("Why is it corrected? What did you see?"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawalForm(LayoutMixin, forms.Form):
    sure = forms.BooleanField(label=_("The person asks for it and knows what it means"))
