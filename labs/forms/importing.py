"""A file from an analyser, and the same lines once more for taking over."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin
from labs import analyser
from labs.errors import LabError


class ImportForm(LayoutMixin, forms.Form):
    """First a file, or its lines pasted; on the preview the lines stand in `lines` and `step` is "take"."""

    file = forms.FileField(label=gettext_lazy("CSV file of the analyser"), required=False)
    lines = forms.CharField(
        label=gettext_lazy("or paste its lines"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    step = forms.ChoiceField(choices=[("look", ""), ("take", "")], required=False, widget=forms.HiddenInput)

    def clean(self):
        typed = super().clean()
        file, lines = typed.get("file"), typed.get("lines")
        if not file and not lines:
            raise forms.ValidationError(_("Choose a file or paste its lines."))
        if file and file.size > analyser.LARGEST:
            raise forms.ValidationError(_("This file is too large: at most 200 KB."))
        self.content = file.read() if file else lines.encode()
        try:
            self.readings = analyser.read(self.content)
        except LabError as error:
            raise forms.ValidationError(str(error)) from error
        return typed

    @property
    def as_lines(self) -> str:
        """What was read, spelled plainly, to be sent again with the preview."""
        rows = [f"{one.sample},{one.test},{one.value.replace(',', '')}" for one in self.readings]
        return "\n".join(["sample,test,value", *rows])
