"""The box a scanner types into."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin


class FindForm(LayoutMixin, forms.Form):
    q = forms.CharField(
        label=_("Scan a label or a slip, or type a UHID or token"),
        max_length=300,
    )
