"""The rows behind one number of a form: with names where the reader may have them, else by slip number."""

from django.shortcuts import redirect, render

from centres import audit
from opd.models import ReportLine
from opd.reporting import counting, rows, sent
from opd.views.reporting.base import ON_A_PAGE, page_number
from opd.views.reporting.forms import FormBase

PARTS = ("now", "sent", "added", "removed")


class RowsBehind(FormBase):
    """`?line=14.1.1&column=n&day=…`; `part` chooses today's rows, those sent, or what came or went since then."""

    def get(self, request):
        period, scope = self.form_period(), self.scope
        line = self.line(request.GET.get("line", ""))
        if line is None:
            return redirect("opd:figures-form", centre=self.centre.code, form=self.kind)
        names = counting.COLUMNS[self.kind]
        column = request.GET.get("column", "")
        column = column if column in names else names[0]
        part = request.GET.get("part", "")
        part = part if part in PARTS and scope.at else "now"
        found = self.rows(line, column, part, period)
        total = found.count()
        pages = -(-total // ON_A_PAGE)
        page = page_number(request.GET.get("page", ""), pages)
        shown = list(rows.shown(line, found)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])
        audit.record(
            "figures.rows_read", by=request.user, centre=self.centre, form=self.kind, line=line.code,
            days=period.words, of=scope.codes, rows=len(shown),
        )  # fmt: skip
        context = self.common(
            line=line, kind=self.kind, column=column, part=part, period=period, rows=shown, total=total,
            of=rows.kind_of(line), page=page, pages=pages,
        )  # fmt: skip
        return render(request, "opd/reporting/rows.html", context)

    def line(self, code: str) -> ReportLine | None:
        every = {line.code: line for line in ReportLine.objects.filter(form=self.kind).exclude(rule="")}
        return every.get(code)

    def rows(self, line, column, part, period):
        if part == "now":
            return rows.behind(line, column, self.scope.chosen, period)
        submission = sent.last_sent(self.kind, self.scope.chosen, period).get(self.scope.at.pk)
        content = submission.content if submission else {}
        was = set(content.get(line.code, {}).get(column, {}).get("rows", []))
        if part == "sent":
            return rows.with_keys(line, was)
        now = set(rows.behind(line, column, self.scope.chosen, period).values_list("pk", flat=True))
        return rows.with_keys(line, now - was if part == "added" else was - now)
