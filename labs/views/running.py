"""The bench by test: what waits, and one test for everybody who waits; a hub's tubes among them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import selectors, services
from labs.codes import format_sample_code
from labs.forms import RunForm
from labs.models import Test
from labs.selectors.runs import LONGEST_RUN
from labs.views.base import LabView


class Runs(LabView):
    permission = Permission.LAB_WORK

    def get(self, request):
        return render(
            request, "labs/run_list.html", {"bench_pages": self.bench_pages(), "groups": selectors.runs(self.centre)}
        )


class Run(FormMixin, LabView):
    """The values of one test, patient after patient, with the numeric pad and Enter only."""

    permission = Permission.LAB_WORK
    form_class = RunForm
    template_name = "labs/run_enter.html"

    def dispatch(self, request, *args, **kwargs):
        self.test_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def test(self) -> Test:
        test = Test.objects.filter(code=self.test_code, is_active=True).first()
        if test is None:
            raise Http404
        return test

    @cached_property
    def rows(self):
        """A posted form keeps its own rows: what a colleague filled meanwhile must not vanish under a typed value."""
        if self.request.method == "POST":
            codes = [name.removeprefix("seen-") for name in self.request.POST if name.startswith("seen-")]
            return [row for row in selectors.rows_of(self.centre, codes) if row.test == self.test]
        return selectors.run(self.centre, self.test)

    def get(self, request):
        response = super().get(request)
        if self.rows:
            visits = {row.order.visit_id: row.order.visit for row in self.rows}.values()
            entries = [audit.Entry("lab.opened", audit.describe(visit), visit.patient_id) for visit in visits]
            audit.record_all(entries, by=request.user, centre=self.centre)
        return response

    def form_kwargs(self) -> dict:
        return {"rows": self.rows}

    def act(self, form) -> str:
        new = services.enter_run(self.centre, form.entries(), by=self.request.user)
        saved = ngettext("%(count)d value saved.", "%(count)d values saved.", len(new)) % {"count": len(new)}
        messages.success(self.request, saved)
        self.warn_of_shelf(new)
        self.warn([result.order.code for result in new])
        waits = selectors.run(self.centre, self.test)
        return self.url("run", self.test.code) if waits else self.url("runs")

    def warn(self, codes: list[str]) -> None:
        """Values that are critical or far from the last one are named at once, with the patient's token."""
        for row in selectors.rows_of(self.centre, codes):
            words = [row.said.word] if row.said.is_critical else []
            words += [row.delta_words] if row.is_big_change else []
            if words:
                whose, value = self.whose(row.order), f"{row.shown} {row.test.unit}"
                messages.warning(self.request, f"{whose}: {value} · {' · '.join(words)}")

    def whose(self, order) -> str:
        """The token in this house; of a tube from another centre what stands on it."""
        if order.visit.centre_id == self.centre.pk:
            return str(order.visit.token)
        return f"{order.visit.centre.short_code} {format_sample_code(order.sample.code)}"

    def show(self, form, status=200):
        if form.is_bound:
            self.__dict__.pop("rows", None)
            form.rows = self.rows
        return super().show(form, status)

    def context(self, form) -> dict:
        return {
            "bench_pages": self.bench_pages(),
            "test": self.test,
            "limit": self.rows[0].limit if self.rows else None,
            "is_cut": len(self.rows) >= LONGEST_RUN,
            "is_two_person": self.centre.two_person_release,
        }
