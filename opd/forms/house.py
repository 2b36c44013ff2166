"""A number of the house, as the administrator types it."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from opd.services.house import MOST


class HouseNumberForm(LayoutMixin, forms.Form):
    layout = Layout("version", "number", "source", "is_reviewed", "reason")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=MOST)
    source = forms.CharField(label=_("Source"), max_length=200)
    is_reviewed = forms.BooleanField(label=_("A clinician has reviewed this row"), required=False)
    reason = forms.CharField(label=_("Why it is changed"), max_length=200)
