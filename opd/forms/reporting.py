"""What is typed when a form is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opd.models import Form


class SubmitForm(forms.Form):
    """`seen` is the seal of the numbers that were read; the remark stands on form P."""

    seen = forms.RegexField(r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    remark = forms.CharField(label=_("action taken, in brief"), max_length=300, required=False)

    def __init__(self, *args, form_kind: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if form_kind != Form.IDSP_P:
            del self.fields["remark"]
