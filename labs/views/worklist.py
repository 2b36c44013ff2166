"""The bench's list, live without a reload, and the box that takes a scanned label."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import selectors
from labs.errors import LabError
from labs.finding import sample_visit, visit_at_bench
from labs.forms import FindForm
from labs.selectors.worklist import SHOWS, which
from labs.views.base import LabView

ANY_VISIT = "ANYVISIT"  # stands in an address until a row puts its own code there


@dataclass(frozen=True)
class Button:
    """What a row leads to."""

    url: str
    words: str
    is_main: bool = True


class Buttons:
    """The next step of each row; addresses and words are worked out once for the whole list."""

    def __init__(self, page, show: str):
        self.show, self.may_release = show, Permission.RESULT_RELEASE in page.request.permissions
        words = {
            "collect": _("Take sample"),
            "results": _("Enter"),
            "release": _("Release"),
            "reports": _("Report"),
        }
        self.kinds = {step: (page.url(step, ANY_VISIT), said) for step, said in words.items()}
        self.look = _("Look")

    def of(self, row) -> Button:
        step, is_main = self.step(row)
        url, words = self.kinds[step]
        return Button(
            url.replace(ANY_VISIT, row.visit.code), words if is_main or step == "reports" else self.look, is_main
        )

    def step(self, row) -> tuple[str, bool]:
        if self.show == "done":
            return "reports", False
        if row.waiting["collect"] and self.show not in {"enter", "release"}:
            return "collect", True
        if row.waiting["enter"] and self.show != "release":
            return "results", True
        return ("release", True) if self.may_release else ("results", False)


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
        buttons = Buttons(self, show)
        for row in rows:
            row.button = buttons.of(row)
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
    """A sample's label leads to its results; a slip, a UHID or today's token to where the visit's tests go on, the
    samples first. By POST: nothing personal stands in an address.
    """

    form_class = FindForm
    template_name = "labs/worklist.html"

    def act(self, form) -> str:
        typed = form.cleaned_data["q"]
        if visit := sample_visit(self.centre, typed):
            return self.url("results", visit.code)
        visit = visit_at_bench(self.centre, typed)
        if not visit.lab_orders.exists():
            return self.of_nobody(visit)
        return self.url(selectors.next_step(visit), visit.code)

    def of_nobody(self, visit) -> str:
        """Here today, and no test is asked for: whoever may, writes the paper from outside down."""
        if Permission.LAB_ORDER not in self.request.permissions:
            raise LabError(_("No test is ordered for this visit."), field="q")
        messages.info(self.request, _("No test is ordered for this visit."))
        return self.url("outside", visit.code)

    def context(self, form) -> dict:
        return {**self.list_context(), "find": form, "bench_pages": self.bench_pages()}
