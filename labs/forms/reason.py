"""One line that says why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin


class ReasonForm(LayoutMixin, forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=120)
