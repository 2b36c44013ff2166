"""What the laboratory's pages share: one visit, and the steps at its head."""

from dataclasses import dataclass

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.permissions import Permission
from centres.views.base import CentreView
from labs.models import LabOrder
from labs.selectors import GridRow, grid
from labs.selectors.reagents import short_for
from registration.access import may_open
from registration.models import Visit

BENCH = (
    ("worklist", gettext_lazy("By patient"), Permission.LAB_WORK),
    ("runs", gettext_lazy("By test"), Permission.LAB_WORK),
    ("import", gettext_lazy("From an analyser"), Permission.LAB_WORK),
    ("controls", gettext_lazy("Quality control"), Permission.LAB_WORK),
    ("reagents", gettext_lazy("Kits and reagents"), Permission.LAB_WORK),
    ("flow", gettext_lazy("How long it takes"), Permission.REPORT_VIEW),
    ("register", gettext_lazy("Register"), Permission.LAB_WORK),
    ("notifiable", gettext_lazy("Positives to report"), Permission.REPORT_VIEW),
    ("dispatches", gettext_lazy("Send samples"), Permission.LAB_WORK),
    ("arrivals", gettext_lazy("From other centres"), Permission.LAB_WORK),
)
FULL = ("patient", "department", "centre")


@dataclass(frozen=True)
class Step:
    """One page of a visit at the bench. `count` is what waits there."""

    name: str
    url: str
    label: str
    count: int
    key: str


@dataclass(frozen=True)
class BenchPage:
    """One of the laboratory's lists, as a tab at the head of each."""

    name: str
    url: str
    label: str


class LabView(CentreView):
    def bench_pages(self) -> list[BenchPage]:
        """The lists this person may open."""
        return [
            BenchPage(name, self.url(name), str(label))
            for name, label, permission in BENCH
            if permission in self.request.permissions
        ]

    def url(self, name: str, *args) -> str:
        return reverse(f"labs:{name}", args=[self.centre.code, *args])

    def warn_of_shelf(self, results) -> None:
        """Say which kits of these tests run out, with a link for none left."""
        tests = {result.order.test_id for result in results}
        for one in short_for(self.centre, tests) if tests else []:
            words = {"name": one.reagent.name, "count": one.usable, "unit": one.reagent.unit}
            messages.warning(self.request, _("%(name)s: only %(count)d %(unit)s left.") % words)


class VisitPage(LabView):
    """A page about one visit, addressed by the visit's code. `self.visit` and `self.rows` are read once."""

    permission = Permission.LAB_WORK
    step = ""

    def dispatch(self, request, *args, **kwargs):
        self.visit_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def visit(self) -> Visit:
        return self.get_or_404(Visit.objects.select_related(*FULL), code=self.visit_code)

    @cached_property
    def rows(self) -> list[GridRow]:
        return grid(self.visit, everywhere=may_open(self.visit.patient, self.centre))

    def look_again(self) -> None:
        """What a colleague did meanwhile is read with the next use of `rows`."""
        self.__dict__.pop("rows", None)

    def visit_context(self) -> dict:
        return {"visit": self.visit, "step": self.step, "steps": self.steps()}

    def steps(self) -> list[Step]:
        """What waits at each step, from the rows read already."""
        status = LabOrder.Status
        samples = sum(row.order.status == status.ORDERED and row.test.needs_sample for row in self.rows)
        to_enter = sum(row.may_enter and row.current is None for row in self.rows)
        to_release = sum(row.order.status == status.RESULTED for row in self.rows)
        code = self.visit.code
        return [
            Step("collect", self.url("collect", code), _("Samples"), samples, "F6"),
            Step("results", self.url("results", code), _("Results"), to_enter, "F7"),
            Step("release", self.url("release", code), _("Release"), to_release, "F8"),
            Step("reports", self.url("reports", code), _("Reports"), 0, "F9"),
        ]


class OrderPage(LabView):
    """A page about one order."""

    permission = Permission.LAB_WORK

    def dispatch(self, request, *args, **kwargs):
        self.order_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def order(self) -> LabOrder:
        rows = LabOrder.objects.select_related("test", "sample", "ordered_by", "visit__patient", "visit__centre")
        return self.get_or_404(rows, code=self.order_code)
