"""What is known about a centre."""

from decimal import Decimal

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.forms.fields import CapitalsField, OfficePhoneField, PincodeField
from centres.forms.versioned import VersionMixin
from centres.models import Centre
from hms.lib.forms import LayoutMixin

TIERS = [
    ("primary", gettext_lazy("Primary")),
    ("secondary", gettext_lazy("Secondary: patients are referred to it")),
    ("tertiary", gettext_lazy("Tertiary: patients are referred to it")),
    ("admin", gettext_lazy("Office")),
]
LETTERHEADS = [
    (0, gettext_lazy("Plain paper: the slip prints its own head")),
    *((mm, format_lazy(gettext_lazy("Printed head, {mm} mm high"), mm=mm)) for mm in range(20, 61, 5)),
]
ALL = ("", gettext_lazy("all"))
# Where a centre of this network can be: Bihar, with a little room.
BOUNDS = {"latitude": (24, 28), "longitude": (83, 89)}


def short_code_field(**kwargs):
    return CapitalsField(
        label=gettext_lazy("Short code"),
        pattern=r"[A-Z][A-Z0-9]{1,5}",
        refusal=gettext_lazy("Two to six capital letters or digits, a letter first, such as YRP."),
        help_text=gettext_lazy("Stands in every visit number; fixed after the first visit."),
        **kwargs,
    )


class SettingsForm(LayoutMixin, VersionMixin, forms.ModelForm):
    """What the person in charge decides."""

    layout = Layout(
        "version",
        Row(Column("phone"), Column("slip_valid_days"), Column("letterhead_mm"), Column("critical_minutes")),
        "two_person_release",
        "sign_with_pin",
    )

    phone = OfficePhoneField(label=gettext_lazy("Phone"), required=False)
    slip_valid_days = forms.IntegerField(
        label=gettext_lazy("Slip valid for days"),
        min_value=1,
        max_value=365,
        error_messages={"invalid": gettext_lazy("Write a whole number of days.")},
    )

    letterhead_mm = forms.TypedChoiceField(
        label=gettext_lazy("Paper for slips"),
        choices=LETTERHEADS,
        coerce=int,
        empty_value=0,
        required=False,
    )
    critical_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for telling a critical value"),
        min_value=5,
        max_value=240,
        help_text=gettext_lazy("After that the person in charge sees it on the home page."),
        error_messages={"invalid": gettext_lazy("Write a whole number of minutes.")},
    )

    class Meta:
        model = Centre
        fields = [
            "phone", "slip_valid_days", "letterhead_mm", "critical_minutes", "two_person_release", "sign_with_pin",
        ]  # fmt: skip


class CentreForm(LayoutMixin, VersionMixin, forms.ModelForm):
    """Everything an administrator of the network may say about a centre."""

    layout = Layout(
        "version",
        Row(Column("name_en"), Column("name_hi")),
        Row(Column("code"), Column("short_code"), Column("kind"), Column("tier")),
        Row(Column("phase"), Column("district"), Column("ward"), Column("pincode")),
        Row(Column("locality", css_class="col-md-6"), Column("latitude"), Column("longitude")),
        Row(Column("phone"), Column("fee_rupees"), Column("slip_valid_days"), Column("critical_minutes")),
        Row(Column("two_person_release"), Column("is_placeholder"), Column("is_reviewed"), Column("is_active")),
    )

    code = CapitalsField(
        label=gettext_lazy("Code"),
        pattern=r"[A-Z0-9][A-Z0-9-]{1,19}",
        refusal=gettext_lazy("Capital letters, digits and hyphens, such as UPHC-27."),
        help_text=gettext_lazy("Stands in web addresses; never changes."),
    )
    short_code = short_code_field()
    tier = forms.ChoiceField(label=gettext_lazy("Tier"), choices=TIERS)
    phase = forms.TypedChoiceField(
        label=gettext_lazy("Phase"),
        choices=[("", gettext_lazy("none")), (1, "1"), (2, "2"), (3, "3")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    pincode = PincodeField(label=gettext_lazy("PIN code"), required=False)
    phone = OfficePhoneField(label=gettext_lazy("Phone"), required=False)
    fee_rupees = forms.DecimalField(
        label=gettext_lazy("Fee in rupees"),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        decimal_places=2,
        error_messages={"invalid": gettext_lazy("Write the fee as a number, 0 for none.")},
    )
    slip_valid_days = SettingsForm.base_fields["slip_valid_days"]
    critical_minutes = SettingsForm.base_fields["critical_minutes"]

    class Meta:
        model = Centre
        fields = [
            "name_en", "name_hi", "code", "short_code", "kind", "tier", "phase", "district", "ward", "pincode",
            "locality", "latitude", "longitude", "phone", "fee_rupees", "slip_valid_days", "critical_minutes",
            "two_person_release",
            "is_placeholder", "is_reviewed", "is_active",
        ]  # fmt: skip
        error_messages = {
            "code": {"unique": gettext_lazy("Another centre has this code.")},
            "short_code": {"unique": gettext_lazy("Another centre has this short code.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
        for name, (low, high) in BOUNDS.items():
            sentence = _("This is not in Bihar: between %(low)d and %(high)d.") % {"low": low, "high": high}
            self.fields[name].validators += [MinValueValidator(low, sentence), MaxValueValidator(high, sentence)]

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Latitude and longitude belong together: fill in both or none."))
        return cleaned


class FilterForm(forms.Form):
    """Narrowing the list of centres; nonsense narrows nothing."""

    phase = forms.ChoiceField(required=False, label=gettext_lazy("Phase"), choices=[ALL, ("1", "1"), ("2", "2")])
    stage = forms.ChoiceField(required=False, label=gettext_lazy("Stage"), choices=[ALL, *Centre.Stage.choices])
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind"), choices=[ALL, *Centre.Kind.choices])

    def narrow(self, centres):
        self.is_valid()
        chosen = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        return centres.filter(**chosen)
