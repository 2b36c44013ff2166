"""What came of a visit: for the office, and for the centre that was visited."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.functional import cached_property

from centres import audit, documents
from centres.compare_chart import chart
from centres.models import Inspection
from centres.permissions import Permission
from centres.selectors import comparing, inspecting
from centres.views.base import CentreView
from centres.views.inspecting.base import FULL, OfficeView, VisitView

Status = Inspection.Status


def report(visit: Inspection, language: str) -> dict:
    """Everything a report shows (5 queries)."""
    lines = inspecting.lines(visit)
    before = inspecting.previous(visit)
    return {
        "visit": visit,
        "lines": lines,
        "before": before,
        "domains": inspecting.by_domain(visit, before, language),
        "short": [line for line in lines if line.is_short],
        "unseen": [line for line in lines if line.finding is None],
        "away": [line for line in lines if line.state == "away"],
        "claims": inspecting.claims(visit, lines),
        "unused": inspecting.unused_statements(visit, lines),
        "overstated": inspecting.overstated(lines),
        "facts": visit.facts,
    }


class Report(VisitView):
    def get(self, request):
        if self.visit.status != Status.FINISHED:
            return redirect("inspection:visit", self.centre.code, self.visit.code)
        context = {**report(self.visit, request.LANGUAGE_CODE), "photo_url": "inspection:photo"}
        return self.render("centres/inspection/report.html", context)


def paper(visit: Inspection, *, by, centre) -> HttpResponse:
    """The report as PDF, in Hindi whoever reads."""
    with translation.override("hi"):
        content = documents.report_pdf(report(visit, "hi"), is_demo=visit.centre.is_demo)
    audit.record("inspection.printed", by=by, centre=centre, target=visit)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="inspection-{visit.code}.pdf"'
    return response


class ReportPaper(VisitView):
    def get(self, request):
        if self.visit.status != Status.FINISHED:
            raise Http404
        return paper(self.visit, by=request.user, centre=self.centre)


class Compare(OfficeView):
    """The newest visit of each centre with one checklist, side by side."""

    permission = Permission.INSPECT
    tab = "inspection:compare"

    def get(self, request):
        lists = comparing.checklists(self.centre)
        asked = request.GET.get("list", "")
        chosen = next((one for one in lists if one.code == asked), lists[0] if lists else None)
        domains, rows = [], []
        if chosen is not None:
            domains, rows = comparing.standings(self.centre, chosen, request.LANGUAGE_CODE)
        drawn = chart([(row.centre.name, row.centre.code, row.points, row.before) for row in rows])
        context = {"lists": lists, "chosen": chosen, "domains": domains, "rows": rows, "chart": drawn}
        return self.render("centres/inspection/compare.html", context)


class OwnReports(CentreView):
    permission = Permission.GAP_ANSWER

    def get(self, request):
        visits = Inspection.objects.for_centre(self.centre).exclude(status=Status.CANCELLED)
        rows = visits.select_related("version__checklist", "inspector").order_by("-planned_on")[:50]
        return render(request, "centres/inspection/own.html", {"visits": rows})


class OwnReport(CentreView):
    permission = Permission.GAP_ANSWER

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def visit(self) -> Inspection:
        finished = Inspection.objects.filter(status=Status.FINISHED).select_related(*FULL)
        return self.get_or_404(finished, code=self.code)

    def get(self, request):
        context = {**report(self.visit, request.LANGUAGE_CODE), "photo_url": "inspection:own-photo", "is_own": True}
        return render(request, "centres/inspection/report.html", context)


class OwnReportPaper(OwnReport):
    def get(self, request):
        return paper(self.visit, by=request.user, centre=self.centre)
