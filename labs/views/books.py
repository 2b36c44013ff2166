"""The register of a day and the surveillance list of a week, on screen and on paper."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from centres import audit
from centres.permissions import Permission
from labs import documents
from labs.selectors.notifiable import notifiable, week_of
from labs.selectors.register import register
from labs.views.base import LabView


class BookPage(LabView):
    """`?day=2026-11-23` chooses; nonsense and the future mean today. `?paper=yes` is the PDF."""

    template_name = ""

    def day(self) -> date:
        try:
            asked = date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return timezone.localdate()
        return min(asked, timezone.localdate())

    def get(self, request):
        day = self.day()
        book = self.book(day)
        is_paper = request.GET.get("paper") == "yes"
        self.record(day, is_paper)
        if not is_paper:
            steps = {"earlier": day - self.step, "later": day + self.step, "today": timezone.localdate()}
            context = {**book, **steps, "day": day, "bench_pages": self.bench_pages()}
            return render(request, self.template_name, context)
        response = HttpResponse(self.pdf({**book, "centre_row": self.centre}), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{self.file_name}-{day:%Y-%m-%d}.pdf"'
        return response


class Register(BookPage):
    permission = Permission.LAB_WORK
    template_name = "labs/register.html"
    file_name = "lab-register"
    step = timedelta(days=1)
    pdf = staticmethod(documents.register_pdf)

    def book(self, day) -> dict:
        return {"entries": register(self.centre, day), "on": day}

    def record(self, day, is_paper) -> None:
        read = {"day": f"{day:%d-%m-%Y}", "paper": is_paper}
        audit.record("lab.register_read", by=self.request.user, centre=self.centre, **read)


class Notifiable(BookPage):
    """Staff only; the phone leaves sensitive results out by itself."""

    permission = Permission.REPORT_VIEW
    template_name = "labs/notifiable.html"
    file_name = "positives"
    step = timedelta(days=7)
    pdf = staticmethod(documents.notifiable_pdf)

    def book(self, day) -> dict:
        first, last = week_of(day)
        weeks = notifiable(self.centre, first, last)
        return {"weeks": weeks, "found": [week for week in weeks if week.positives], "first": first, "last": last}

    def record(self, day, is_paper) -> None:
        read = {"day": f"{day:%d-%m-%Y}", "paper": is_paper}
        audit.record("lab.notifiable_read", by=self.request.user, centre=self.centre, **read)
