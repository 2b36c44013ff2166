"""Rounds: the list, planning one, one round with its visits."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres.forms.inspecting.rounds import NewVisitForm, NothingForm, RoundForm, VisitForm
from centres.models import Inspection, InspectionRound
from centres.permissions import Permission
from centres.selectors import inspecting
from centres.services import inspecting as services
from centres.views.inspecting.base import FULL, OfficeForm, OfficeView


class Rounds(OfficeView):
    permission = Permission.INSPECT
    tab = "inspection:rounds"

    def get(self, request):
        mine = Inspection.objects.filter(office=self.centre, inspector=request.user, status__in=services.planning.OPEN)
        context = {
            "rounds": inspecting.rounds(self.centre)[:50],
            "mine": mine.select_related("centre").order_by("planned_on")[:20],
        }
        return self.render("centres/inspection/rounds.html", context)


class RoundNew(OfficeForm):
    permission = Permission.INSPECT
    tab = "inspection:rounds"
    form_class = RoundForm
    title = _("Plan a round")
    button = _("Plan")
    success_message = _("Round planned.")

    def form_kwargs(self) -> dict:
        return {"office": self.centre, "initial": {"inspector": self.request.user.pk}}

    def back_url(self) -> str:
        return self.url("inspection:rounds")

    def more(self, form) -> dict:
        return {"width": "centres-wide"}

    def act(self, form) -> str:
        planned = services.plan_round(self.centre, by=self.request.user, **form.cleaned_data)
        return self.url("inspection:round", planned.code)


class RoundView(OfficeView):
    permission = Permission.INSPECT
    tab = "inspection:rounds"

    def get(self, request, code):
        planned = self.mine(InspectionRound.objects.select_related("version__checklist"), code=code)
        visits = list(planned.inspections.select_related("centre", "inspector").order_by("planned_on", "pk"))
        answered = inspecting.progress(visits)
        for visit in visits:
            visit.answered = answered.get(visit.pk, 0)
        items = planned.version.items.count()
        return self.render("centres/inspection/round.html", {"round": planned, "visits": visits, "items": items})


class VisitNew(OfficeForm):
    permission = Permission.INSPECT
    tab = "inspection:rounds"
    form_class = NewVisitForm
    title = _("One more centre")
    success_message = _("Added to the round.")

    @cached_property
    def row(self) -> InspectionRound:
        return self.mine(InspectionRound.objects.select_related("office", "version"), code=self.parts["code"])

    def form_kwargs(self) -> dict:
        return {"office": self.centre, "initial": {"inspector": self.request.user.pk, "on": self.row.starts_on}}

    def back_url(self) -> str:
        return self.url("inspection:round", self.row.code)

    def act(self, form) -> str:
        services.add_visit(self.row, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class VisitForms(OfficeForm):
    permission = Permission.INSPECT
    tab = "inspection:rounds"

    @cached_property
    def row(self) -> Inspection:
        visit = self.mine(Inspection.objects.select_related(*FULL), code=self.parts["code"])
        if visit.status not in services.planning.OPEN and self.request.method == "GET":
            raise Http404
        return visit

    def back_url(self) -> str:
        return self.url("inspection:round", self.row.round.code)

    def more(self, form) -> dict:
        return {"beside": self.row.centre.name}


class VisitMove(VisitForms):
    form_class = VisitForm
    title = _("Another day or inspector")
    success_message = _("Saved.")

    def form_kwargs(self) -> dict:
        return {"office": self.centre, "initial": {"inspector": self.row.inspector_id, "on": self.row.planned_on}}

    def act(self, form) -> str:
        services.hand_over(self.row, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class VisitCancel(VisitForms):
    form_class = NothingForm
    title = _("Take out of the round")
    button = _("Take out")
    success_message = _("Taken out of the round.")

    def act(self, form) -> str:
        services.cancel(self.row, by=self.request.user)
        return self.back_url()
