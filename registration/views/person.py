"""Somebody we know comes again: who they are, when they came, and one key to the next token."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit, once
from centres.permissions import Permission
from centres.services import workstations
from centres.views.base import FormMixin
from registration import selectors, services, stopwatch
from registration.errors import AlreadyToday
from registration.forms import BreakGlassForm, KnownFactsForm, VisitForm
from registration.models import Visit
from registration.selectors.people import visits_of
from registration.services.visiting import is_follow_up
from registration.views.base import PersonPage


class OnePerson(PersonPage):
    """The page of one person. Its forms post to views of their own, which show it again when they refuse."""

    needs_open = False
    is_scanned = False
    card: dict = {}  # the card that led here and its photo, for this one answer

    def page(self, status=200, **forms):
        template = "registration/person_open.html" if self.is_open else "registration/person_locked.html"
        more = self.open_context(forms) if self.is_open else self.locked_context(forms)
        context = {"patient": self.patient, "reference": self.reference, **self.card, **self.sides(), **more}
        context["idem"] = once.new_key(self.request.user)
        return render(self.request, template, context, status=status)

    def open_context(self, forms: dict) -> dict:
        visits = [v for v in visits_of(self.patient, self.centre) if v.status != Visit.Status.CANCELLED]
        today = timezone.localdate()
        last = visits[0] if visits else None
        return {
            "visits": visits[:6],
            "last": last,
            "today": [visit for visit in visits if visit.visit_on == today],
            "valid": next((visit for visit in visits if is_follow_up(visit, self.centre, today)), None),
            "form": forms.get("visit_form") or self.visit_form(last=last),
        }

    def visit_form(self, data=None, *, last=None) -> VisitForm:
        departments = selectors.open_departments(self.centre)
        entry = Visit.Entry.SCANNED if self.is_scanned else Visit.Entry.TYPED
        watch = {"entry": entry, "workstation": workstations.of(self.request)}
        initial = {"started": stopwatch.start(self.request.user, **watch)}
        if last and last.department.is_active:
            initial["department"] = last.department_id
        return VisitForm(data, initial=initial, user=self.request.user, departments=departments)

    def locked_context(self, forms: dict) -> dict:
        return {
            "form": forms.get("facts_form") or KnownFactsForm(knows_number=self.knows_number),
            "reason_form": forms.get("reason_form") or BreakGlassForm(),
        }


class PersonView(OnePerson):
    permission = Permission.PATIENT_FIND

    def get(self, request):
        if self.is_open:
            audit.record(
                "patient.opened", by=request.user, centre=self.centre, target=self.patient, patient=self.patient
            )
        return self.page()


class VisitNew(FormMixin, OnePerson):
    """The next token of somebody on record. Twice in one department on one day leads to the first."""

    permission = Permission.VISIT_OPEN
    needs_open = True
    form_class = VisitForm

    def get(self, request):
        return redirect(self.url("person", self.reference))

    def form_kwargs(self) -> dict:
        return {"user": self.request.user, "departments": selectors.open_departments(self.centre)}

    def act(self, form) -> str:
        try:
            visit = services.open_visit(self.patient, by=self.request.user, **form.opening())
        except AlreadyToday as already:
            messages.warning(self.request, _("Already registered in this department today. This is that token."))
            return self.url("visit", already.visit.code)
        return f"{self.url('visit', visit.code)}?print"

    def show(self, form, status=200):
        return self.page(status, visit_form=form)
