"""Why somebody must see a whole Aadhaar number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from registration.forms.fields import Line


class RevealForm(LayoutMixin, forms.Form):
    reason = Line(limit=200, label=_("What is the number needed for?"))
