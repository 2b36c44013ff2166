"""The six digits that the phone shows."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from hms.lib.text import latin_digits


class CodeForm(LayoutMixin, forms.Form):
    layout = Layout("code")

    code = forms.CharField(
        label=_("Code from the phone"),
        help_text=_("Six digits; a new code comes every half minute."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "class": "digits"}
        ),
    )

    def clean_code(self):
        code = latin_digits(self.cleaned_data["code"]).replace(" ", "")
        if len(code) != 6 or not code.isdigit():
            raise forms.ValidationError(_("The code has exactly six digits."))
        return code
