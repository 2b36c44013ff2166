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
from registration.merging_words import value_words
from registration.models import Patient, PatientChange
from registration.selectors import doubles
from registration.selectors.people import visits_elsewhere, visits_of
from registration.selectors.places import offices_of, pincodes
from registration.selectors.records import keys_of
from registration.services.aadhaar import keeps_number
from registration.views.base import PersonPage

NEWEST, MOST = 12, 500  # corrections on the page of facts, and on the page of all


class FactsView(PersonPage):
    permission = Permission.PATIENT_FIND

    def get(self, request):
        audit.record("patient.facts", by=request.user, centre=self.centre, target=self.patient, patient=self.patient)
        changes = history(self.patient, NEWEST + 1)
        context = {
            "patient": self.patient,
            "reference": self.reference,
            "visits": visits_of(self.patient, self.centre),
            "keeps_number": keeps_number(),
            "elsewhere": visits_elsewhere(self.patient, self.centre),
            "changes": changes[:NEWEST],
            "has_more_changes": len(changes) > NEWEST,
            "absorbed": doubles.absorbed(self.patient),
            "consents": self.patient.consents.select_related("recorded_by", "centre").order_by("-recorded_at"),
            **self.sides(),
        }
        return render(request, "registration/patient_facts.html", context)


class History(PersonPage):
    """Every correction of this person's facts, also of records that were put together with this one."""

    permission = Permission.PATIENT_FIND

    def get(self, request):
        audit.record("patient.facts", by=request.user, centre=self.centre, target=self.patient, patient=self.patient)
        changes = history(self.patient, MOST + 1)
        context = {"changes": changes[:MOST], "is_cut": len(changes) > MOST}
        context |= {"patient": self.patient, "reference": self.reference, **self.sides()}
        return render(request, "registration/patient_history.html", context)


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


def history(patient: Patient, limit: int) -> list[PatientChange]:
    """Corrections in words, the newest first; `of_uhid` where they were made in a record that went into this one."""
    rows = PatientChange.objects.filter(patient__in=keys_of(patient.pk)).select_related(
        "patient", "changed_by", "centre"
    )
    shown = [shown_change(row) for row in rows.order_by("-changed_at", "-pk")[:limit]]
    for row in shown:
        row.of_uhid = row.patient.uhid if row.patient_id != patient.pk else ""
    return shown


def shown_change(row: PatientChange) -> PatientChange:
    """A correction with the field's name and its values in the reader's words."""
    row.label = Patient._meta.get_field(row.field).verbose_name
    row.before_words, row.after_words = value_words(row.field, row.before), value_words(row.field, row.after)
    return row
