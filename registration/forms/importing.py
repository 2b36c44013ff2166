"""Choosing an old register's file, and saying which of its columns is what."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from registration.errors import RegistrationError
from registration.importing import columns as known
from registration.importing import reading


class RegisterFileForm(LayoutMixin, forms.Form):
    """`table` is what was read. The file itself is not kept."""

    layout = Layout("file")
    file = forms.FileField(
        label=_("CSV or XLSX file"),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), _("Choose a file."))
        | {"empty": _("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = reading.read(file.read(reading.MAX_BYTES + 1))
        except RegistrationError as error:
            raise ValidationError(str(error)) from None
        return file


class ColumnsForm(LayoutMixin, forms.Form):
    """One box for each column of the file: which fact it is, or none."""

    def __init__(self, *args, headings: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.headings = headings
        choices = [("", _("not taken")), *((name, label) for name, label, _words in known.FIELDS)]
        for at, heading in enumerate(headings):
            self.fields[f"column{at}"] = forms.ChoiceField(label=heading, choices=choices, required=False)
            self.fields[f"column{at}"].widget.attrs["class"] = "form-select"

    def clean(self):
        typed = super().clean()
        taken: dict[str, str] = {}
        for at, heading in enumerate(self.headings):
            if fact := typed.get(f"column{at}"):
                if fact in taken:
                    sentence = _("Two columns cannot both be this: “%(other)s” is already.")
                    self.add_error(f"column{at}", sentence % {"other": taken[fact]})
                taken[fact] = heading
        return typed

    def columns(self) -> dict[str, int]:
        """Fact to place, as RegisterImport keeps it."""
        chosen = {self.cleaned_data.get(f"column{at}"): at for at in range(len(self.headings))}
        return {fact: at for fact, at in chosen.items() if fact}


class RunForm(LayoutMixin, forms.Form):
    """Nothing to type: the button says what is to be done."""

    do = forms.ChoiceField(choices=[("start", "start"), ("stop", "stop")])


class AnswerForm(LayoutMixin, forms.Form):
    row = forms.IntegerField(min_value=1, max_value=2**31)
    answer = forms.ChoiceField(choices=[("same", "same"), ("other", "other")])
