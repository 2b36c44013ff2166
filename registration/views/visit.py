"""A visit just registered: its token, large; printing; taking it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres import once
from centres.permissions import Permission
from centres.views.base import FormMixin
from registration import printing, services
from registration.forms import CancelForm
from registration.models import Visit
from registration.views.base import CounterView

FULL = ("patient", "department", "room", "registered_by", "cancelled_by")


class VisitPage(CounterView):
    def visit(self, code: str) -> Visit:
        return self.get_or_404(Visit.objects.select_related(*FULL), code=code)

    def visit_context(self, visit: Visit) -> dict:
        return {
            "visit": visit,
            "printing": printing.offered(),
            "idem": once.new_key(self.request.user),
            "facts_url": self.person_url("facts", visit.patient_id),
            "person_url": self.person_url("person", visit.patient_id),
            "may_cancel": visit.status in {Visit.Status.WAITING, Visit.Status.AWAY},
        }


class VisitView(VisitPage):
    """`?print` marks the page right after saving: the slip opens once, then the search box has the cursor."""

    permission = Permission.PATIENT_FIND

    def get(self, request, code):
        visit = self.visit(code)
        context = {**self.visit_context(visit), "is_fresh": "print" in request.GET, **self.sides()}
        return render(request, "registration/visit_registered.html", context)


class VisitCancel(FormMixin, VisitPage):
    permission = Permission.VISIT_OPEN
    form_class = CancelForm
    template_name = "registration/visit_cancel.html"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    def act(self, form) -> str:
        visit = services.cancel_visit(self.visit(self.code), by=self.request.user, reason=form.cleaned_data["reason"])
        messages.success(self.request, _("Token %(token)d is cancelled.") % {"token": visit.token})
        return self.url("visit", visit.code)

    def get(self, request):
        visit = self.visit(self.code)
        if visit.status not in {Visit.Status.WAITING, Visit.Status.AWAY}:
            return redirect(self.url("visit", self.code))
        return super().get(request)

    def context(self, form) -> dict:
        return {**self.visit_context(self.visit(self.code)), **self.sides()}
