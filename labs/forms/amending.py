"""A released value and what it should have been."""

from django import forms
from django.utils.translation import gettext as _

from hms.lib.forms import LayoutMixin
from labs import values
from labs.errors import NotPossible
from labs.forms.values import value_field
from labs.models import Result, Test


class AmendForm(LayoutMixin, forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, test: Test, current: Result, **kwargs):
        self.test = test
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(test, _("Right value"))
        self.fields["value"].required = True
        self.fields["reason"] = forms.CharField(
            label=_("Why does it change?"),
            max_length=200,
            help_text=_("Stands on the slip and the report beside the old value."),
        )
        for name in ("value", "reason"):
            self.fields[name].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
        self.initial.setdefault("value", values.in_box(current))
        self.initial["seen"] = current.version

    def clean_value(self):
        try:
            values.read(self.test, self.cleaned_data["value"])
        except NotPossible as error:
            raise forms.ValidationError(str(error)) from error
        return self.cleaned_data["value"]
