"""What is written about a person, for those who may correct it. Nothing clinical stands here."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import Conflict
from centres.permissions import Permission
from centres.views.base import FormMixin
from hms.lib.dates import format_day
from registration import services
from registration.forms import CorrectionForm, WithdrawalForm
from registration.forms.facts import FACT_NAMES
from registration.forms.fields import BirthField
from registration.models import Patient
from registration.selectors.people import visits_elsewhere, visits_of
from registration.selectors.places import offices_of, pincodes
from registration.services.aadhaar import keeps_number
from registration.views.base import PersonPage


class FactsView(PersonPage):
    permission = Permission.PATIENT_FIND

    def get(self, request):
        audit.record("patient.facts", by=request.user, centre=self.centre, target=self.patient, patient=self.patient)
        context = {
            "patient": self.patient,
            "reference": self.reference,
            "visits": visits_of(self.patient, self.centre),
            "keeps_number": keeps_number(),
            "elsewhere": visits_elsewhere(self.patient, self.centre),
            "changes": [shown_change(row) for row in self.patient.changes.select_related("changed_by", "centre")[:20]],
            "consents": self.patient.consents.select_related("recorded_by", "centre").order_by("-recorded_at"),
            **self.sides(),
        }
        return render(request, "registration/patient_facts.html", context)


class FactsEdit(FormMixin, PersonPage):
    """Two people correcting one record: the second sees both texts and decides."""

    permission = Permission.PATIENT_EDIT
    form_class = CorrectionForm
    template_name = "registration/patient_edit.html"
    conflict = False

    def form_kwargs(self) -> dict:
        return {"initial": written(self.patient)}

    def act(self, form) -> str:
        try:
            services.correct_facts(
                self.patient,
                self.corrected(form),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                centre=self.centre,
                by=self.request.user,
            )
        except Conflict:
            self.conflict = True
            raise
        messages.success(self.request, _("Corrected. The old words are kept."))
        return self.url("facts", self.reference)

    def corrected(self, form) -> dict:
        """A birth date that was not touched stays as exact or as estimated as it was."""
        facts = form.facts()
        if "birth" not in form.changed_data:
            del facts["birth_date"], facts["birth_is_estimated"]
        return facts

    def context(self, form) -> dict:
        context = {
            "patient": self.patient,
            "reference": self.reference,
            "birth_meaning": BirthField.meaning(form["birth"].value() or ""),
            "pincodes": pincodes(),
            "offices": offices_of(form["pincode"].value() or ""),
            **self.sides(),
        }
        if self.conflict:
            self.patient.refresh_from_db()
            context["both"] = differences(form, written(self.patient))
            form.data = form.data.copy()
            form.data["version"] = self.patient.version
        return context


class Withdraw(FormMixin, PersonPage):
    permission = Permission.PATIENT_EDIT
    form_class = WithdrawalForm
    template_name = "registration/consent_withdraw.html"

    def act(self, form) -> str:
        services.withdraw_consent(self.patient, centre=self.centre, by=self.request.user)
        messages.success(self.request, _("Consent is taken back. Nothing of the Aadhaar number is left here."))
        return self.url("facts", self.reference)

    def context(self, form) -> dict:
        return {"patient": self.patient, "reference": self.reference, **self.sides()}


def written(patient: Patient) -> dict:
    """The record as the form shows it."""
    facts = {name: getattr(patient, name) for name in FACT_NAMES}
    return {**facts, "birth": format_day(patient.birth_date), "version": patient.version}


def differences(form, stored: dict) -> list[dict]:
    """What stands now beside what was typed, where they differ."""
    fields = [field for field in form if field.name in stored and field.name != "version"]
    return [
        {"label": field.label, "stored": stored[field.name], "typed": field.value()}
        for field in fields
        if (field.value() or "") != (stored[field.name] or "")
    ]


def shown_change(row):
    """A correction with the field's name and its values in the reader's words."""
    field = Patient._meta.get_field(row.field)
    row.label = field.verbose_name
    choices = dict(field.flatchoices)
    row.before_words, row.after_words = choices.get(row.before, row.before), choices.get(row.after, row.after)
    return row
