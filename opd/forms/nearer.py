"""What the hospital's desk asks and types before somebody is sent nearer home."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin, Segmented
from hms.lib.text import latin_digits
from registration.forms.facts import other_script
from registration.forms.fields import BirthField, Line, NameField, PhoneField, PincodeField
from registration.models import Patient
from registration.services import NewPatient

ANSWERS = [("no", gettext_lazy("None of these")), ("yes", gettext_lazy("At least one"))]


class NearerForm(LayoutMixin, forms.Form):
    """The warning signs come first and have no answer beforehand."""

    layout = Layout("red_flag", Row(Column("complaint", css_class="col-md-8"), Column("pincode", css_class="col-md-4")))
    red_flag = forms.ChoiceField(label=gettext_lazy("Any of these signs?"), choices=ANSWERS, widget=Segmented)
    complaint = forms.ChoiceField(label=gettext_lazy("What does the person come with?"), required=False)
    pincode = PincodeField(label=gettext_lazy("PIN code of the home"), required=False)

    def __init__(self, *args, complaints=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {row.complaint.code: row for row in complaints}
        self.fields["complaint"].choices = [("", "—"), *((code, row.complaint.name) for code, row in self.rows.items())]
        self.fields["complaint"].hide_optional = True
        self.fields["pincode"].widget.attrs["inputmode"] = "numeric"

    def clean(self):
        typed = super().clean()
        if typed.get("red_flag") == "no" and not typed.get("complaint") and "complaint" not in self.errors:
            self.add_error("complaint", _("Choose what the person comes with."))
        return typed

    @property
    def row(self):
        return self.rows.get(self.cleaned_data.get("complaint", ""))


class KnownForm(LayoutMixin, forms.Form):
    """A slip in hand is enough; a number wants the year of birth beside it."""

    layout = Layout(Row(Column("q", css_class="col-sm-8"), Column("year", css_class="col-sm-4")))
    q = Line(limit=300, label=gettext_lazy("Scan a slip, or type UHID or mobile"))
    year = Line(limit=10, label=gettext_lazy("Year of birth"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"autofocus": True, "data-scan-here": ""})
        self.fields["year"].widget.attrs["inputmode"] = "numeric"
        self.fields["year"].hide_optional = True

    @property
    def birth_year(self) -> int | None:
        text = latin_digits(self.cleaned_data["year"])
        return int(text) if text.isdecimal() and len(text) == 4 else None


class NewcomerForm(LayoutMixin, forms.Form):
    """As much as a token needs; the centre's counter completes it."""

    layout = Layout(
        Row(
            Column("name", css_class="col-md-6"),
            Column("birth", css_class="col-md-2"),
            Column("sex", css_class="col-md-4"),
        ),
        Row(Column("phone", css_class="col-md-4"), Column("street", css_class="col-md-8")),
        "consent", "somebody_else",
    )  # fmt: skip
    name = NameField(label=gettext_lazy("Full name"))
    birth = BirthField(label=gettext_lazy("Birth date or age"))
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Patient.Sex.choices, widget=Segmented)
    phone = PhoneField(label=gettext_lazy("Mobile"), required=False)
    street = Line(limit=120, label=gettext_lazy("Mohalla or street"))
    consent = forms.BooleanField(label=gettext_lazy("Notice read out, person agrees"))
    somebody_else = forms.BooleanField(label=gettext_lazy("I compared: this is somebody else"), required=False)

    def __init__(self, *args, must_compare=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["inputmode"] = "numeric"
        self.fields["somebody_else"].hide_optional = True
        if not must_compare:
            del self.fields["somebody_else"]
            self.layout = Layout(*self.layout[:3])

    def new_patient(self, row, not_same_as: frozenset) -> NewPatient:
        typed = self.cleaned_data
        phone = typed["phone"]
        return NewPatient(
            name=typed["name"],
            name_other=other_script(typed["name"]),
            sex=typed["sex"],
            birth_date=typed["birth"].date,
            birth_is_estimated=typed["birth"].is_estimated,
            phone=phone,
            phone_owner=Patient.PhoneOwner.SELF if phone else Patient.PhoneOwner.NONE,
            street=typed["street"],
            pincode=row.pincode,
            department=row.department,
            aadhaar_absent=Patient.AadhaarAbsent.NOT_BROUGHT,
            not_same_as=not_same_as,
        )
