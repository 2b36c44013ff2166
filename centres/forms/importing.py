"""Choosing a CSV file."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centres import imports
from centres.errors import CentresError
from hms.lib.forms import LayoutMixin


class FileForm(LayoutMixin, forms.Form):
    """Checks that the file can be read at all; its rows are judged on the next page. `text` is what it holds."""

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

    def look(self, text: str) -> None:
        """Raises CentresError for a file that is none of ours."""
        raise NotImplementedError

    def clean_file(self):
        try:
            self.text = imports.decode(self.cleaned_data["file"].read(1_000_000))
            self.look(self.text)
        except CentresError as error:
            raise forms.ValidationError(str(error)) from None
        return self.cleaned_data["file"]


class ImportForm(FileForm):
    """The list of centres."""

    def look(self, text: str) -> None:
        imports.preview(text)


class StaffImportForm(FileForm):
    """People and roles. `rules` say for which centres and with which rights."""

    def __init__(self, *args, rules: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = rules

    def look(self, text: str) -> None:
        imports.people.preview(text, **self.rules)


class ConfirmForm(LayoutMixin, forms.Form):
    """Nothing to type: the file was chosen before."""
