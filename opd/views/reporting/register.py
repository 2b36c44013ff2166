"""The OPD register of a day or a range, on screen, as a printed book and as a spreadsheet."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.urls import reverse

from centres import audit
from opd.reporting import book, papers
from opd.views.reporting.base import ON_A_PAGE, FiguresView, file_answer, page_number


class OpdRegister(FiguresView):
    def get(self, request):
        period, problem = self.asked_period()
        shown = book.page_of(
            self.scope.chosen, period, lambda pages: page_number(request.GET.get("page", ""), pages), ON_A_PAGE
        )
        audit.record("register.read", by=request.user, centre=self.centre, days=period.words, of=self.scope.codes)
        step = timedelta(days=1)
        context = self.common(
            period=period, problem=problem, rows=shown.rows, total=shown.total, page=shown.page, pages=shown.pages,
            earlier=period.first - step, later=period.last + step,
            can_print=self.scope.at is not None and period.days <= papers.PRINT_AT_ONCE,
        )  # fmt: skip
        return render(request, "opd/reporting/register.html", context)


class OpdRegisterPrint(FiguresView):
    """The book of a few days on paper at once; longer ones are made as a job (exports)."""

    def get(self, request):
        period, _problem = self.asked_period()
        scope = self.scope
        if scope.at is None or period.days > papers.PRINT_AT_ONCE:
            return redirect(f"{reverse('opd:figures-register', args=[self.centre.code])}?{request.GET.urlencode()}")
        audit.record("register.printed", by=request.user, centre=self.centre, days=period.words, of=scope.codes)
        return file_answer(papers.register_pdf(scope, period), "pdf", papers.file_name("opd-register", scope, period))
