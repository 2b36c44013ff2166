"""A visit just registered: its token, large; printing; taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres import audit, once
from centres.permissions import Permission
from centres.views.base import FormMixin
from registration import documents, printing, selectors, services
from registration.forms import CancelForm, TransferForm
from registration.models import Visit
from registration.services.transferring import ON_THE_WAY
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
            "transfers": visit.transfers.select_related("from_department", "transferred_by"),
            "may_transfer": visit.status in ON_THE_WAY and visit.visit_on == timezone.localdate(),
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


class VisitTransfer(FormMixin, VisitPage):
    """On to another department: the same visit with a new token."""

    permission = Permission.VISIT_OPEN
    form_class = TransferForm
    template_name = "registration/visit_transfer.html"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def now(self) -> Visit:
        return self.visit(self.code)

    def form_kwargs(self) -> dict:
        others = [one for one in selectors.open_departments(self.centre) if one.pk != self.now.department_id]
        return {"departments": others, "initial": {"version": self.now.version}}

    def act(self, form) -> str:
        visit = services.transfer_visit(self.now, by=self.request.user, **form.transfer())
        messages.success(self.request, _("New token: %(token)d.") % {"token": visit.token})
        return f"{self.url('visit', visit.code)}?print"

    def get(self, request):
        if self.now.status not in ON_THE_WAY or self.now.visit_on != timezone.localdate():
            return redirect(self.url("visit", self.code))
        return super().get(request)

    def context(self, form) -> dict:
        return {**self.visit_context(self.now), **self.sides()}


class TokenStrip(VisitPage):
    """The token alone, on a roll of 80 mm."""

    permission = Permission.SLIP_PRINT

    def get(self, request, code):
        visit = self.visit(code)
        about = {"target": visit, "patient": visit.patient_id, "token": visit.token}
        audit.record("token.printed", by=request.user, centre=self.centre, **about)
        answer = HttpResponse(documents.token_pdf(visit), content_type="application/pdf")
        answer["Content-Disposition"] = 'inline; filename="token.pdf"'
        answer["Cache-Control"] = "no-store"
        return answer
