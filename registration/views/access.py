"""Opening the record of somebody from another centre: two facts, or a reason that is read later."""

from django.shortcuts import redirect

from centres.permissions import Permission
from centres.views.base import FormMixin
from registration import access
from registration.forms import BreakGlassForm, KnownFactsForm
from registration.models import PatientAccess
from registration.views.person import OnePerson


class Opening(FormMixin, OnePerson):
    """Both ways in: a GET is the person's page, a success too."""

    def get(self, request):
        return redirect(self.url("person", self.reference))


class Unlock(Opening):
    permission = Permission.PATIENT_FIND
    form_class = KnownFactsForm

    def form_kwargs(self) -> dict:
        return {"knows_number": self.knows_number}

    def act(self, form) -> str:
        typed = form.cleaned_data
        access.grant_by_facts(
            self.patient, self.centre, number=typed.get("number"), year=typed["year"], by=self.request.user
        )
        return self.url("person", self.reference)

    def show(self, form, status=200):
        if status == 409:
            access.refuse_access(self.patient, self.centre, by=self.request.user)
        return self.page(status, facts_form=form)


class BreakGlass(Opening):
    permission = Permission.BREAK_GLASS
    form_class = BreakGlassForm

    def act(self, form) -> str:
        access.grant(
            self.patient,
            self.centre,
            PatientAccess.Basis.BREAK_GLASS,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
        )
        return self.url("person", self.reference)

    def show(self, form, status=200):
        return self.page(status, reason_form=form)
