"""Choosing a CSV file."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centres.errors import CentresError
from centres.imports import decode, preview
from hms.lib.forms import LayoutMixin


class ImportForm(LayoutMixin, forms.Form):
    """Checks that the file can be read at all; its rows are judged on the next page."""

    layout = Layout("file")
    file = forms.FileField(
        label=_("CSV file"),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
            "empty": _("This file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self):
        try:
            text = decode(self.cleaned_data["file"].read(1_000_000))
            preview(text)
        except CentresError as error:
            raise forms.ValidationError(str(error)) from None
        self.text = text
        return self.cleaned_data["file"]
