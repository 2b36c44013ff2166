"""A family on one page: one adult as on the form of a new person, and up to four children below."""

from dataclasses import replace

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import Segmented
from registration.forms.facts import other_script
from registration.forms.fields import BirthField, NameField
from registration.forms.patient import NewPatientForm
from registration.models import Patient, Visit
from registration.services import NewPatient

CHILDREN = (1, 2, 3, 4)
ASKED = ("name", "birth", "sex")
# In the word of the child: the adult is its mother, or its father.
RELATION_BY_SEX = {"F": Patient.Relation.MOTHER, "M": Patient.Relation.FATHER, "O": Patient.Relation.OTHER}


class FamilyForm(NewPatientForm):
    """A child's row is used as soon as something stands in it; then all of its boxes are needed."""

    layout = Layout(*NewPatientForm.layout.fields, HTML("{% include 'registration/_family_children.html' %}"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for child in CHILDREN:
            self.fields[f"child{child}_name"] = NameField(label=_("Child's name"), required=False)
            self.fields[f"child{child}_birth"] = BirthField(label=_("Birth date or age"), required=False)
            self.fields[f"child{child}_sex"] = forms.ChoiceField(
                label=_("Sex"), choices=Patient.Sex.choices, widget=Segmented, required=False
            )
            for asked in ASKED:
                self.fields[f"child{child}_{asked}"].hide_optional = True

    def rows(self) -> list[list]:
        """The boxes of each child, for the page."""
        return [[self[f"child{child}_{asked}"] for asked in ASKED] for child in CHILDREN]

    def clean(self):
        typed = super().clean()
        used = [child for child in CHILDREN if any(self.data.get(f"child{child}_{asked}") for asked in ASKED)]
        for child in used:
            for asked, words in MISSING.items():
                name = f"child{child}_{asked}"
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, words)
        if not used:
            self.add_error("child1_name", _("Enter at least one child. One person alone is registered with F2."))
        typed["children"] = used
        return typed

    def members(self) -> list[NewPatient]:
        """The adult, then the children: same home, same phone, the adult as guardian."""
        adult = replace(self.new_patient(), counter_entry=Visit.Entry.FAMILY)
        return [adult, *(self._child(adult, child) for child in self.cleaned_data["children"])]

    def _child(self, adult: NewPatient, child: int) -> NewPatient:
        typed = self.cleaned_data
        name, birth = typed[f"child{child}_name"], typed[f"child{child}_birth"]
        return replace(
            adult,
            name=name,
            name_other=other_script(name),
            birth_date=birth.date,
            birth_is_estimated=birth.is_estimated,
            sex=typed[f"child{child}_sex"],
            guardian_name=adult.name,
            guardian_relation=RELATION_BY_SEX[adult.sex],
            phone_owner=Patient.PhoneOwner.OTHER if adult.phone else Patient.PhoneOwner.NONE,
            phone_owner_name=(adult.phone_owner_name or adult.name) if adult.phone else "",
            aadhaar="",
            aadhaar_last4="",
            aadhaar_seen=False,
            aadhaar_absent=Patient.AadhaarAbsent.CHILD,
            abha_number="",
            abha_address="",
            card="",
            signed_by="",
            priority="",
            seconds_at_counter=None,
            counter_entry="",
        )


MISSING = {
    "name": _("Enter the child's name."),
    "birth": _("Enter the birth date or age."),
    "sex": _("Choose the sex."),
}
