"""Who somebody is and where they live: the boxes that registering and correcting share."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hms.lib import ids
from hms.lib.forms import Segmented
from hms.lib.names import devanagari_to_roman, to_devanagari
from hms.lib.text import is_devanagari, latin_digits
from registration.forms.fields import BirthField, Line, NameField, PhoneField, PincodeField
from registration.models import Patient

PATNA_WARDS = range(1, 76)
RELATIONS = [
    (Patient.Relation.FATHER, _("Father")),
    (Patient.Relation.HUSBAND, _("Husband")),
    (Patient.Relation.MOTHER, _("Mother")),
    (Patient.Relation.OTHER, _("Other guardian")),
]
OWNERS = [
    (Patient.PhoneOwner.SELF, _("Own")),
    (Patient.PhoneOwner.OTHER, pgettext_lazy("phone", "Another's")),
    (Patient.PhoneOwner.NONE, _("No phone")),
]


def other_script(name: str) -> str:
    """The name in the script it was not typed in, "" where the spelling is not known for sure."""
    return (devanagari_to_roman(name) if is_devanagari(name) else to_devanagari(name) or "")[:100]


class FactsForm(forms.Form):
    name = NameField(label=_("Full name"))
    name_other = Line(limit=100, label=_("In the other script, printed too"), required=False)
    birth = BirthField(label=_("Birth date or age"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Patient.Sex.choices, widget=Segmented)
    guardian_relation = forms.ChoiceField(label=_("Relation"), choices=RELATIONS, initial="F", required=False)
    guardian_name = Line(limit=100, label=_("Husband, father or mother"), required=False)
    phone = PhoneField(label=_("Mobile"), required=False)
    phone_owner = forms.ChoiceField(label=_("Whose phone"), choices=OWNERS, initial="self", widget=Segmented)
    phone_owner_name = Line(limit=100, label=_("Name of the phone's owner"), required=False)
    house = Line(limit=60, label=_("House"), required=False)
    street = Line(limit=120, label=_("Mohalla or street"))
    ward = Line(limit=10, label=_("Ward"), required=False)
    pincode = PincodeField(label=_("PIN code"), required=False)
    post_office = Line(limit=60, label=_("Post office"), required=False)
    district = Line(limit=60, label=_("District"), initial="Patna")
    state = Line(limit=60, label=pgettext_lazy("address", "State"), initial="Bihar")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["name_other"].widget.attrs["class"] = "textinput"
        self.fields["guardian_relation"].widget.attrs["class"] = "form-select"
        self.fields["guardian_name"].widget.attrs["class"] = "form-control"
        for name in ("phone", "pincode"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        for name in ("name_other", "guardian_relation", "phone", "house", "ward", "pincode", "post_office"):
            self.fields[name].hide_optional = True  # said once, in the form's own words

    def clean(self):
        facts = super().clean()
        self._keep_aadhaar_out(facts)
        self._check_phone(facts)
        self._check_ward(facts)
        if facts.get("name") and not facts.get("name_other"):
            facts["name_other"] = other_script(facts["name"])
        if not facts.get("guardian_name"):
            facts["guardian_relation"] = ""
        elif "guardian_relation" in facts and not facts["guardian_relation"]:
            self.add_error("guardian_relation", _("Say who this is: husband, father, mother or another guardian."))
        return facts

    def _keep_aadhaar_out(self, facts):
        """A number in the wrong box is neither saved nor shown again. A phone may begin with 91 and look like one."""
        for name in TEXTS:
            typed = self.data.get(name, "")
            masked = ids.redact(typed)
            if masked == typed or (name == "phone" and name not in self.errors):
                continue
            self.data = self.data.copy()
            self.data[name] = masked
            if name not in self.errors:
                self.add_error(name, _("This looks like an Aadhaar number. It belongs in the Aadhaar box only."))

    def _check_phone(self, facts):
        owner, phone = facts.get("phone_owner"), facts.get("phone")
        if "phone" not in facts or not owner:
            return
        if owner == Patient.PhoneOwner.NONE and phone:
            self.add_error("phone", _("A number is typed, but “No phone” is chosen. Clear one of them."))
        elif owner != Patient.PhoneOwner.NONE and not phone:
            self.add_error("phone", _("Enter the mobile number, or choose “No phone”."))
        if owner != Patient.PhoneOwner.OTHER:
            facts["phone_owner_name"] = ""

    def _check_ward(self, facts):
        """Patna's municipal wards are 1 to 75; elsewhere a ward is whatever people call it."""
        ward, pincode = latin_digits(facts.get("ward", "")), facts.get("pincode", "")
        if not ward or facts.get("district", "").lower() != "patna" or not (pincode or "8000").startswith("8000"):
            return
        if not ward.isdecimal() or int(ward) not in PATNA_WARDS:
            self.add_error("ward", _("Wards of Patna are 1 to 75."))
        else:
            facts["ward"] = str(int(ward))

    def facts(self) -> dict:
        """Column names of Patient with what was meant."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in FACT_NAMES}
        birth = self.cleaned_data["birth"]
        return {**typed, "birth_date": birth.date, "birth_is_estimated": birth.is_estimated}


FACT_NAMES = frozenset(FactsForm.base_fields) - {"birth"}
# Boxes of free typing, the birth date included.
TEXTS = [name for name, field in FactsForm.base_fields.items() if not isinstance(field, forms.ChoiceField)]
