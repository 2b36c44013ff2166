"""Tests without a consultation: who is here, who asks, and for what."""

from django.contrib import messages
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import persons, services
from labs.errors import LabError
from labs.finding import visit_at_bench
from labs.forms.outside import OutsideForm, WalkInForm
from labs.selectors import offered
from labs.views.base import LabView, VisitPage
from registration import search
from registration.access import may_see_facts
from registration.errors import AlreadyToday
from registration.models import Patient, Visit
from registration.services import open_visit


class WalkIn(FormMixin, LabView):
    """Somebody at the bench without tests: the visit of today, or a new one for a person known here.

    Whoever was never here is registered at the counter first: name, age and sex choose the ranges.
    """

    permission = Permission.LAB_ORDER
    form_class = WalkInForm
    template_name = "labs/walk_in.html"

    def form_kwargs(self) -> dict:
        return {"centre": self.centre}

    def act(self, form) -> str:
        return self.url("outside", self.visit_for(form.cleaned_data).code)

    def visit_for(self, typed) -> Visit:
        query = search.read(typed["q"])
        if query.kind == search.Kind.UHID:
            return self.todays(query.value, typed["department"])
        return visit_at_bench(self.centre, typed["q"])

    def todays(self, uhid: str, department) -> Visit:
        patient = Patient.objects.filter(uhid=uhid).first()
        if patient is None or not may_see_facts(patient, self.centre):
            raise LabError(_("This person was never here. The counter registers them first."), field="q")
        today = Visit.objects.for_centre(self.centre).of_day(timezone.localdate()).filter(patient=patient)
        standing = today.exclude(status=Visit.Status.CANCELLED).order_by("-registered_at").first()
        if standing:
            return standing
        try:
            return open_visit(patient, department, by=self.request.user)
        except AlreadyToday as error:
            return error.visit


class Outside(FormMixin, VisitPage):
    """The paper from outside, written down for one visit."""

    permission = Permission.LAB_ORDER
    form_class = OutsideForm
    template_name = "labs/visit_outside.html"
    step = "outside"

    @cached_property
    def offers(self):
        return offered(self.centre)

    def form_kwargs(self) -> dict:
        return {"offers": self.offers, "asks_pregnancy": persons.may_be_pregnant(self.visit)}

    def act(self, form) -> str:
        typed = form.cleaned_data
        names = ("kind", "asked_by", "place", "asked_on", "urgent")
        orders = services.order_from_outside(
            self.visit,
            typed["tests"],
            by=self.request.user,
            pregnant=form.pregnancy,
            **{name: typed[name] for name in names},
        )
        words = ngettext("%(count)d test ordered.", "%(count)d tests ordered.", len(orders))
        messages.success(self.request, words % {"count": len(orders)})
        return self.url("collect", self.visit.code)

    def context(self, form) -> dict:
        stopped = [one for one in self.offers.tests if not one.is_possible]
        before = self.visit.outside_requests.select_related("written_by")
        return {**self.visit_context(), "stopped": stopped, "before": before}
