"""What this centre does itself, sends out, or cannot do today."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.forms import AvailabilityForm
from labs.models import CentreTest, Test
from labs.selectors.outages import hub_outages, outages
from labs.views.base import LabView


class Availability(LabView):
    permission = Permission.LAB_AVAILABILITY

    def get(self, request):
        known = {row.test_id: row for row in self.centre.tests.select_related("sent_to", "changed_by")}
        tests = [(test, known.get(test.pk)) for test in Test.objects.filter(is_active=True)]
        today = [(test, row) for test, row in tests if row and row.mode == CentreTest.Mode.NOT_TODAY]
        now, day = outages(self.centre), timezone.localdate()
        for outage in now:
            outage.is_late = outage.is_overdue(day)
        out = {test.pk for outage in now for test in outage.tests.all()}
        overdue = [test for test, row in today if row.is_overdue(timezone.localdate())]
        at_hubs = hub_outages(self.centre)
        context = {
            "tests": tests,
            "not_today": today,
            "overdue": overdue,
            "outages": now,
            "out": out,
            "at_hubs": at_hubs,
            "out_at_hub": {test.pk for one in at_hubs for test in one.tests},
        }
        return render(request, "labs/availability.html", context)


class AvailabilityEdit(FormMixin, LabView):
    permission = Permission.LAB_AVAILABILITY
    form_class = AvailabilityForm
    template_name = "labs/availability_edit.html"

    def dispatch(self, request, *args, **kwargs):
        self.test_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def test(self) -> Test:
        test = Test.objects.filter(code=self.test_code, is_active=True).first()
        if test is None:
            raise Http404
        return test

    def now(self) -> CentreTest | None:
        return self.centre.tests.filter(test=self.test).select_related("sent_to", "changed_by").first()

    def form_kwargs(self) -> dict:
        row = self.now()
        kept = ("mode", "cause", "reason", "until", "analyser")
        initial = (
            {**{name: getattr(row, name) for name in kept}, "sent_to": row.sent_to_id} if row else {"mode": "here"}
        )
        return {"centre": self.centre, "initial": initial}

    def act(self, form) -> str:
        typed = form.cleaned_data
        row = services.set_availability(
            self.centre,
            self.test,
            typed.pop("mode"),
            by=self.request.user,
            **typed,
        )
        words = {"test": self.test.name, "mode": row.get_mode_display()}
        messages.success(self.request, _("%(test)s: %(mode)s.") % words)
        return self.url("availability")

    def context(self, form) -> dict:
        return {"test": self.test, "now_there": self.now()}
