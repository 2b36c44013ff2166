"""The second measurement, and which one counts."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin, Segmented
from labs.forms.values import value_field
from labs.models import Result, Test


class RepeatForm(LayoutMixin, forms.Form):
    counts = forms.ChoiceField(
        label=gettext_lazy("Which value counts?"),
        choices=[("second", gettext_lazy("The repeat")), ("first", gettext_lazy("The first value"))],
        widget=Segmented,
        initial="second",
    )

    def __init__(self, *args, test: Test, current: Result, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(test, _("Value of the repeat"))
        self.fields["value"].required = True
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, initial=current.version)
        for name in ("value",):
            self.fields[name].widget.attrs.update({"autocomplete": "off", "spellcheck": "false", "autofocus": True})
