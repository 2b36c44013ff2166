"""What is wrong with a sample: one of a few causes, and words where none of them fits."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin
from labs.models import Sample


class RejectForm(LayoutMixin, forms.Form):
    cause = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=Sample.Cause.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=gettext_lazy("In words"), max_length=120, required=False)

    def clean(self):
        typed = super().clean()
        if typed.get("cause") == Sample.Cause.OTHER and not typed.get("reason"):
            self.add_error("reason", _("Say what is wrong with the sample."))
        return typed
