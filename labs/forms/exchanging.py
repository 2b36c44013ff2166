"""A file of the catalogue, and the same lines once more for taking over."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin
from labs import exchange
from labs.errors import LabError
from labs.services.cataloguing import SHORTEST_REASON


class CatalogueFileForm(LayoutMixin, forms.Form):
    """First a file; on the preview its text stands in `lines` and `step` is "take"."""

    file = forms.FileField(label=gettext_lazy("File of tests or of ranges"), required=False)
    lines = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    step = forms.ChoiceField(choices=[("look", ""), ("take", "")], required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why does it change?"),
        max_length=200,
        help_text=gettext_lazy("Stays in the history with your name."),
    )

    def clean(self):
        typed = super().clean()
        file, lines = typed.get("file"), typed.get("lines")
        if len((typed.get("reason") or "").strip()) < SHORTEST_REASON and "reason" not in self.errors:
            self.add_error("reason", _("Say in a few words why this changes."))
        if not file and not lines:
            self.add_error("file", _("Choose a file."))
            return typed
        if file and file.size > exchange.LARGEST:
            self.add_error("file", _("This file is too large: at most 1 MB."))
            return typed
        self.content = file.read() if file else lines.encode()
        try:
            self.kind, self.rows = exchange.read(self.content)
        except LabError as error:
            self.add_error("file", str(error))
        return typed
