"""The form of a new person, in the order of the paper."""

import re

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hms.lib import ids
from hms.lib.forms import LayoutMixin
from registration import cards, references, stopwatch
from registration.forms.facts import FactsForm
from registration.forms.fields import PriorityField, parse_aadhaar, read_stopwatch
from registration.models import Consent, Patient, Visit
from registration.services import NewPatient

_MASKED = re.compile(r"XXXX XXXX (\d{4})")
# Numbered, so that one key chooses the reason.
ABSENT = [("", "—"), *((code, f"{n} {words}") for n, (code, words) in enumerate(Patient.AadhaarAbsent.choices, 1))]
FACTS_LAYOUT = (
    Row(Column(HTML("{% include 'registration/_field_name.html' %}"), css_class="col-md-5"),
        Column(HTML("{% include 'registration/_field_birth.html' %}"), css_class="col-md-3"),
        Column("sex", css_class="col-md-4")),
    Row(Column(HTML("{% include 'registration/_field_guardian.html' %}"), css_class="col-md-5"),
        Column("phone", css_class="col-md-3"),
        Column(HTML("{% include 'registration/_field_phone_owner.html' %}"), css_class="col-md-4")),
    Row(Column("house", css_class="col-4 col-md-2"), Column("street", css_class="col-8 col-md-3"),
        Column("ward", css_class="col-4 col-md-1"),
        Column(HTML("{% include 'registration/_field_place.html' %}"), css_class="col-12 col-md-6")),
)  # fmt: skip


class NewPatientForm(LayoutMixin, FactsForm):
    layout = Layout(
        *FACTS_LAYOUT,
        Row(Column(HTML("{% include 'registration/_field_aadhaar.html' %}"), css_class="col-md-8"),
            Column("department", css_class="col-md-4")),
        HTML("{% include 'registration/_field_consent.html' %}"),
    )  # fmt: skip
    aadhaar = forms.CharField(label=_("Aadhaar"), required=False)
    aadhaar_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    scanned = forms.CharField(required=False, widget=forms.HiddenInput)
    aadhaar_absent = forms.ChoiceField(label=_("No Aadhaar: why"), choices=ABSENT, required=False)
    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    priority = PriorityField()
    consent = forms.BooleanField(label=_("Notice read out, person agrees"), required=False)
    consent_mode = forms.ChoiceField(label=_("How they agreed"), choices=Consent.Mode.choices, initial="spoken")
    consent_language = forms.ChoiceField(
        label=_("Read out in"), choices=[("hi", "हिंदी"), ("en", "English")], initial="hi"
    )
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    not_same_as = forms.CharField(required=False, widget=forms.HiddenInput)
    somebody_else = forms.BooleanField(label=_("I compared: this is somebody else"), required=False)

    def __init__(self, *args, user, centre, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.centre = user, centre
        self.departments = {department.pk: department for department in departments}
        self.fields["department"].choices = [(key, row.name) for key, row in self.departments.items()]
        self.fields["aadhaar"].widget.attrs.update(
            {"inputmode": "numeric", "class": "form-control", "data-aadhaar": ""}
        )
        self.fields["aadhaar_absent"].widget.attrs["class"] = "form-select"
        self.fields["consent"].key = self.fields["consent"].widget.attrs["data-key"] = "F6"
        for name in ("aadhaar", "aadhaar_absent", "priority", "consent", "somebody_else"):
            self.fields[name].hide_optional = True
        self.scanned = self._read_scanned(self["scanned"].value())
        if self.scanned:
            self._say_origins()

    def _read_scanned(self, sealed: str | None) -> cards.Scanned | None:
        """The card this form was filled in from; None without one, or when it is another day's."""
        try:
            return cards.Scanned(**references.card(sealed or "", user=self.user, centre=self.centre))
        except references.Unreadable:
            return None

    def _say_origins(self):
        """Each box says that it came from the card, or what the card says instead."""
        if self.scanned.last4:
            self.fields["aadhaar"].widget.attrs["placeholder"] = ids.mask_aadhaar(self.scanned.last4)
        for name, said in self.scanned.said.items():
            field = self.fields[name]
            now = str(self[name].value() or "")
            field.origin = self.scanned.label if now == said else ""
            field.is_by_phone = self.scanned.is_own_phone
            field.card_says = "" if now == said else dict(getattr(field, "choices", ())).get(said, said)

    def clean_aadhaar(self):
        """The number typed now, or the one carried over a refused form."""
        text = self.cleaned_data["aadhaar"]
        if not text:
            return ""
        if masked := _MASKED.fullmatch(text):
            return self._carried_over(masked[1])
        return parse_aadhaar(text)

    def _carried_over(self, last4: str) -> str:
        try:
            number = references.aadhaar(self.data.get("aadhaar_kept", ""), user=self.user)
        except references.Unreadable:
            number = ""
        if not number.endswith(last4) or not number:
            raise ValidationError(_("Type the 12 digits again: they were kept for a quarter of an hour only."))
        return number

    def clean(self):
        typed = super().clean()
        if "aadhaar" in typed:
            self._mask(typed["aadhaar"])
            self._check_aadhaar(typed["aadhaar"], typed.get("aadhaar_absent", ""))
        unconscious = typed.get("aadhaar_absent") == Patient.AadhaarAbsent.UNCONSCIOUS
        if not typed.get("consent") and not unconscious:
            self.add_error("consent", _("Read the notice out and tick that the person agrees."))
        return typed

    def _check_aadhaar(self, number: str, absent: str):
        if number and absent:
            self.add_error("aadhaar_absent", _("A number is typed and a reason is chosen. Clear one of them."))
        elif number and not number.endswith(self._last4()):
            wrong = _("The scanned card ends in %(last4)s; this number does not.")
            self.add_error("aadhaar", wrong % {"last4": self._last4()})
        elif not number and not absent and not self._last4():
            self.add_error("aadhaar", _("Enter the Aadhaar number, or choose why there is none."))

    def _last4(self) -> str:
        return self.scanned.last4 if self.scanned else ""

    def _mask(self, number: str):
        """From here on the page shows the last four digits; the number itself travels sealed."""
        self.data = self.data.copy()
        self.data["aadhaar"] = ids.mask_aadhaar(number) if number else ""
        self.data["aadhaar_kept"] = references.of_aadhaar(number, user=self.user) if number else ""

    def new_patient(self) -> NewPatient:
        typed = self.cleaned_data
        return NewPatient(
            **self.facts(),
            aadhaar=typed["aadhaar"],
            **self._from_card(),
            aadhaar_absent=typed["aadhaar_absent"],
            department=self.departments[typed["department"]],
            priority=typed["priority"],
            consent_mode=typed["consent_mode"] if typed["consent"] else None,
            consent_language=typed["consent_language"],
            **read_stopwatch(stopwatch.read(typed["started"], self.user).for_new()),
            not_same_as=self._answered(),
        )

    def _from_card(self) -> dict:
        card = self.scanned
        if card is None:
            return {}
        return {
            "aadhaar_last4": "" if self.cleaned_data["aadhaar_absent"] else card.last4,
            "aadhaar_seen": card.is_aadhaar and not self.cleaned_data["aadhaar_absent"],
            "abha_number": card.abha_number,
            "abha_address": card.abha_address,
            "card": card.source,
            "source": Visit.Source.OWN_PHONE if card.is_own_phone else Visit.Source.COUNTER,
            "signed_by": card.signed_by or "",
        }

    def _answered(self) -> frozenset[int]:
        """The people the clerk was shown and says are somebody else."""
        if not self.cleaned_data["somebody_else"]:
            return frozenset()
        try:
            return frozenset(references.people(self.cleaned_data["not_same_as"], user=self.user, centre=self.centre))
        except references.Unreadable:
            return frozenset()
