"""Which certificate, from when, for how long."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hms.lib.dates import InvalidDate, parse_day
from hms.lib.forms import LayoutMixin, Segmented
from opd.models import Certificate


class CertificateForm(LayoutMixin, forms.Form):
    """`days` is for rest, `purpose` for fitness; a letter needs neither."""

    layout = Layout(
        "kind", Row(Column("starts_on"), Column("days"), Column("purpose", css_class="col-md-6")), "names_illness"
    )
    kind = forms.ChoiceField(label=_("Certificate"), choices=Certificate.Kind.choices, widget=Segmented, initial="rest")
    starts_on = forms.CharField(label=_("From"), required=False, max_length=20)
    days = forms.IntegerField(
        label=_("Days of rest"),
        required=False,
        error_messages={"invalid": _("Write a whole number of days.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    purpose = forms.CharField(label=_("Fit for"), required=False, max_length=80)
    names_illness = forms.BooleanField(label=_("Name the illness on it"), required=False, initial=True)

    def clean_starts_on(self):
        """Empty is today."""
        typed = self.cleaned_data["starts_on"]
        if not typed:
            return timezone.localdate()
        try:
            return parse_day(typed, timezone.localdate())
        except InvalidDate as error:
            raise forms.ValidationError(str(error)) from None
