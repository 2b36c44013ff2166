"""One test's switch: here, sent out, or not today."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from hms.lib.forms import LayoutMixin, Segmented
from labs.models import CentreTest


class CentreChoice(forms.ModelChoiceField):
    def label_from_instance(self, centre):
        return centre.name


class AvailabilityForm(LayoutMixin, forms.Form):
    mode = forms.ChoiceField(label=_("Today"), choices=CentreTest.Mode.choices, widget=Segmented)
    sent_to = CentreChoice(
        label=_("Sent to"),
        queryset=Centre.objects.none(),
        required=False,
        help_text=_("Only when the sample is sent out."),
    )
    cause = forms.ChoiceField(label=_("Why not today"), choices=[("", "—"), *CentreTest.Cause.choices], required=False)
    reason = forms.CharField(
        label=_("In words"),
        max_length=120,
        required=False,
        help_text=_("Doctors read this, such as “kit finished, back on Monday”."),
    )
    until = forms.DateField(
        label=_("Back on"),
        required=False,
        input_formats=["%d-%b-%Y", "%d-%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d-%b-%Y", attrs={"placeholder": "14-Jul-2026"}),
    )
    analyser = forms.CharField(
        label=_("Analyser"), max_length=60, required=False, help_text=_("Chooses the ranges made for it.")
    )

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        places = Centre.objects.filter(is_active=True).exclude(kind=Centre.Kind.ADMIN).exclude(pk=centre.pk)
        self.fields["sent_to"].queryset = places.order_by("tier", "name_en")

    def clean(self):
        typed = super().clean()
        is_said = typed.get("reason") or typed.get("cause") not in {None, "", CentreTest.Cause.OTHER}
        if typed.get("mode") == CentreTest.Mode.NOT_TODAY and not is_said and "cause" not in self.errors:
            self.add_error("reason", _("Say why it is not possible today, such as “kit finished”."))
        return typed
