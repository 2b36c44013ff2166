"""Stored reports, served as they were stored."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres import audit
from centres.permissions import Permission
from labs import services
from labs.documents import spell_seal
from labs.models import CriticalCall, Report
from labs.selectors import slip_lines
from labs.views.base import LabView, VisitPage
from registration.access import may_open


class Reports(VisitPage):
    """The visit's tests as they went out, with every version of the report."""

    permission = Permission.REPORT_VIEW
    step = "reports"

    def get(self, request):
        reports = list(Report.objects.filter(visit=self.visit).defer("pdf", "content").select_related("released_by"))
        for report in reports:
            report.seal = spell_seal(report.content_sha256)
        calls = CriticalCall.objects.filter(result__order__visit=self.visit).select_related(
            "told_by", "result__order__test"
        )
        audit.record("lab.opened", by=request.user, centre=self.centre, target=self.visit, patient=self.visit.patient)
        context = {**self.visit_context(), "reports": reports[::-1], "groups": slip_lines(self.visit), "calls": calls}
        return render(request, "labs/visit_reports.html", context)


class ReportPdf(LabView):
    """One version, byte for byte as released: at its own centre, or where the patient's record is open today."""

    permission = Permission.REPORT_VIEW

    def get(self, request, code, version):
        rows = Report.objects.select_related("visit__patient", "visit__centre")
        report = rows.filter(visit__code=code, version=version).first()
        if report is None or not self.may_read(report):
            raise Http404
        visit = report.visit
        if not services.is_genuine(report):
            audit.record("lab.report_damaged", by=request.user, centre=self.centre, target=report)
            messages.error(request, _("This report is not as it was stored. Tell the system administrator."))
            return redirect(self.url("reports", code))
        audit.record("lab.report_read", by=request.user, centre=self.centre, target=report, patient=visit.patient_id)
        response = HttpResponse(bytes(report.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="report-{visit.code}-{report.version}.pdf"'
        return response

    def may_read(self, report: Report) -> bool:
        return report.visit.centre_id == self.centre.pk or may_open(report.visit.patient, self.centre)
