"""The bench's list, live without a reload, and the box that takes a scanned label."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from hms.lib.text import whole_number
from labs import selectors
from labs.codes import looks_like_sample_code, parse_sample_code
from labs.errors import LabError
from labs.forms import FindForm
from labs.models import LabOrder, Sample
from labs.selectors.worklist import SHOWS, which
from labs.views.base import LabView
from registration.models import Visit


class ListPage(LabView):
    permission = Permission.LAB_WORK

    def show_wanted(self) -> str:
        wanted = self.request.GET.get("show", "all")
        return wanted if wanted in SHOWS else "all"

    def list_context(self) -> dict:
        """5 queries, however many wait."""
        show = self.show_wanted()
        context = {"show": show, "tabs": self.tabs(), "polled": self.url("worklist-rows"), "section": ""}
        if show == "critical":
            return {**context, "critical": selectors.critical_not_told(self.centre)}
        sections = selectors.sections(self.centre, which(show))
        section = self.request.GET.get("section", "")
        section = section if section in sections else ""
        rows = selectors.worklist(self.centre, show, section)
        return {**context, "rows": rows, "section": section, "sections": sections}

    def tabs(self) -> list[tuple[str, str, int]]:
        counts = selectors.counts(self.centre)
        words = {
            "all": _("All open"),
            "collect": _("Take samples"),
            "enter": _("Enter results"),
            "release": _("Release"),
            "critical": _("Critical, not told"),
            "done": _("Released today"),
        }
        return [(show, words[show], counts[show]) for show in SHOWS]


class Worklist(ListPage):
    def get(self, request):
        return render(
            request,
            "labs/worklist.html",
            {**self.list_context(), "find": FindForm(), "bench_pages": self.bench_pages()},
        )


class WorklistRows(ListPage):
    """The list alone, asked for by the page itself."""

    is_background = True

    def get(self, request):
        return render(request, "labs/_worklist.html", self.list_context())


class Find(FormMixin, ListPage):
    """A sample's label leads to its results, a slip's code or today's token to where the visit's tests go on. By POST:
    nothing personal stands in an address.
    """

    form_class = FindForm
    template_name = "labs/worklist.html"

    def act(self, form) -> str:
        typed = form.cleaned_data["q"]
        if looks_like_sample_code(typed):
            return self.url("results", self.of_sample(typed).code)
        visit = self.of_slip(typed)
        return self.url(selectors.next_step(visit), visit.code)

    def context(self, form) -> dict:
        return {**self.list_context(), "find": form, "bench_pages": self.bench_pages()}

    def of_sample(self, typed: str) -> Visit:
        sample = Sample.objects.for_centre(self.centre).filter(code=parse_sample_code(typed)).first()
        if sample is None:
            raise LabError(_("No sample of this centre has this code."), field="q")
        return sample.visit

    def of_slip(self, typed: str) -> Visit:
        orders = LabOrder.objects.for_centre(self.centre).select_related("visit__centre").order_by("-ordered_at")
        token = whole_number(typed, most=3)
        if token is not None:
            orders = orders.filter(visit__token=token, visit__visit_on=timezone.localdate())
        else:
            orders = orders.filter(visit__code=typed.replace("-", "").replace(" ", "").upper())
        order = orders.first()
        if order is None:
            raise LabError(_("Nothing found: scan a label, or type today's token or the code on the slip."), field="q")
        return order.visit
