"""What a patient fills in on a phone. Aadhaar is not asked here, and nothing is looked up."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from registration.forms.facts import FactsForm
from registration.forms.fields import Line
from registration.models import Patient

LEFT_TO_THE_COUNTER = ("name_other", "phone_owner", "phone_owner_name", "post_office", "district", "state")


class OwnPhoneForm(LayoutMixin, FactsForm):
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Patient.Sex.choices])
    street = Line(limit=120, label=_("Mohalla or street"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None):
        """Only boxes of this form are read: anything else that is sent is not there."""
        names = [name for name in self.base_fields if name not in LEFT_TO_THE_COUNTER]
        known = None if data is None else {name: data.get(name, "")[:300] for name in names}
        super().__init__(known, initial={"key": uuid.uuid4()})
        for name in LEFT_TO_THE_COUNTER:
            del self.fields[name]
        self.fields["name"].widget.attrs.pop("autofocus", None)

    def _check_phone(self, facts):
        """Whose phone it is, and that there is one, is asked at the counter."""

    def said(self) -> dict[str, str]:
        """Words for the boxes of the counter's form."""
        typed = {name: self.cleaned_data.get(name) or "" for name in self.fields if name not in {"key", "birth"}}
        typed["birth"] = self.data["birth"].strip()
        return {name: value for name, value in typed.items() if value}
