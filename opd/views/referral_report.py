"""Referrals in numbers: the person in charge sees the own centre and its doctors, the office every centre
within its reach."""

from django.shortcuts import render

from centres import audit
from centres.models import Centre
from centres.permissions import Permission
from centres.views.base import CentreView
from opd.selectors import redirect_report
from opd.selectors import referral_report as report


class ReferralReport(CentreView):
    permission = Permission.REFERRAL_REPORT

    def get(self, request):
        typed = request.GET.get("days", "")
        days = int(typed) if typed in map(str, report.PERIODS) else 30
        is_office = self.centre.kind == Centre.Kind.ADMIN
        of = self.reached if is_office else self.centre
        centres = report.by_centre(days, of)
        audit.record("referral.reported", by=request.user, centre=self.centre, days=days)
        context = {
            "days": days, "periods": report.PERIODS, "is_office": is_office, "centres": centres,
            "total": report.total(centres), "doctors": report.by_doctor(days, of),
            "conditions": report.by_condition(days, of), "uncoded": report.uncoded(days, of),
            "from_hospitals": redirect_report.from_hospitals(days, of),
            "to_centres": redirect_report.to_centres(days, of),
        }  # fmt: skip
        return render(request, "opd/referral_report.html", context)
