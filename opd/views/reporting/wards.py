"""Ward early warning: the alert list and the rows behind it."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils import timezone

from centres import audit
from opd.models import Form, ReportLine
from opd.reporting import periods, register, wards
from opd.views.reporting.base import ON_A_PAGE, FiguresView, page_number


class WardBase(FiguresView):
    def week(self) -> periods.Period:
        asked, _problem = self.asked_period()
        return periods.week_of(asked.first)


class Wards(WardBase):
    def get(self, request):
        week = self.week()
        counts = wards.counts(self.scope.chosen, week)
        alerts = [one for one in counts if one.rule]
        later = week.last + timedelta(days=1)
        context = self.common(
            period=week, alerts=alerts, others=[one for one in counts if not one.rule][:ON_A_PAGE],
            earlier=week.first - timedelta(days=1), later=later if later <= timezone.localdate() else None,
            weeks=wards.WEEKS_BEFORE, least=wards.AT_LEAST, is_running=not week.is_over,
        )  # fmt: skip
        return render(request, "opd/reporting/wards.html", context)


class WardRows(WardBase):
    """`?ward=40&line=P01&day=…`."""

    def get(self, request):
        week, ward = self.week(), request.GET.get("ward", "")[:10].replace("\x00", "")
        lines = {line.code: line for line in ReportLine.objects.filter(form=Form.IDSP_P, rule="diagnosis")}
        line = lines.get(request.GET.get("line", ""))
        if line is None or not ward:
            return redirect("opd:figures-wards", centre=self.centre.code)
        rows = wards.cases(self.scope.chosen, week, ward, line)
        total = rows.count()
        pages = -(-total // ON_A_PAGE)
        page = page_number(request.GET.get("page", ""), pages)
        shown = register.with_everything(rows)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
        audit.record(
            "figures.rows_read", by=request.user, centre=self.centre, form="wards", line=line.code, days=week.words,
            of=self.scope.codes,
        )  # fmt: skip
        context = self.common(rows=list(shown), total=total, page=page, pages=pages, period=week, line=line, ward=ward)
        return render(request, "opd/reporting/ward_rows.html", context)
