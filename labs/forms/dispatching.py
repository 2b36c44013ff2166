"""Which samples go into the box, and what a scanner reads at the hub."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin


class SendForm(LayoutMixin, forms.Form):
    """`ready` are the samples by hub; each hub has a form of its own on the page."""

    hub = forms.CharField(widget=forms.HiddenInput)
    sample = forms.MultipleChoiceField(label=_("Samples"), error_messages={"required": _("Tick at least one sample.")})

    def __init__(self, *args, ready: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.hubs = {hub.code: hub for hub in ready}
        samples = [sample for group in ready.values() for sample in group]
        self.fields["sample"].choices = [(sample.code, sample.code) for sample in samples]
        self.fields["sample"].takes_several = True


class ReceiveForm(LayoutMixin, forms.Form):
    q = forms.CharField(label=_("Scan a sample or the list of a box"), max_length=40)


class NothingForm(LayoutMixin, forms.Form):
    """Only a button."""
