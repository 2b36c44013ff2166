"""The medicine shelf and its book, and the register of Schedule H1."""

import calendar
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres import audit, once
from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from opd import documents, services
from opd.forms.stock import CountForm, IssueForm, ReceiveForm
from opd.models import StockBatch
from opd.selectors import stock


class StockShelf(CentreView):
    permission = Permission.STOCK_VIEW

    def get(self, request):
        rows = stock.shelf(self.centre)
        counts = {state: sum(row.state == state for row in rows) for state in stock.URGENCY}
        return render(request, "opd/stock_shelf.html", {"rows": rows, "counts": counts, "days": stock.WINDOW_DAYS})


class StockReceive(FormMixin, CentreView):
    permission = Permission.STOCK_MANAGE
    form_class = ReceiveForm
    template_name = "opd/stock_receive.html"

    def act(self, form) -> str:
        typed = form.cleaned_data
        row = services.receive(
            self.centre, form.row, batch=typed["batch"], expires_on=typed["expires"], quantity=typed["quantity"],
            source=typed["source"], by=self.request.user,
        )  # fmt: skip
        said = _("%(medicine)s, batch %(batch)s: %(count)d on the shelf now.")
        messages.success(
            self.request, said % {"medicine": row.medicine.name, "batch": row.batch, "count": row.quantity}
        )
        return reverse("opd:stock-receive", args=[self.centre.code])


class BatchPage(CentreView):
    permission = Permission.STOCK_VIEW

    def dispatch(self, request, *args, **kwargs):
        self.pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def batch(self) -> StockBatch:
        return self.get_or_404(StockBatch.objects.select_related("medicine", "centre"), pk=self.pk)

    def page(self) -> dict:
        return {"batch": self.batch, "moves": stock.batch_history(self.batch)}

    def url(self) -> str:
        return reverse("opd:stock-batch", args=[self.centre.code, self.batch.pk])


class StockBatchPage(BatchPage):
    def get(self, request, **kwargs):
        count = CountForm(initial={"seen": self.batch.quantity})
        context = {**self.page(), "count": count, "issue": IssueForm(), "idem": once.new_key(request.user)}
        return render(request, "opd/stock_batch.html", context)


class StockCount(FormMixin, BatchPage):
    permission = Permission.STOCK_MANAGE
    form_class = CountForm
    template_name = "opd/stock_batch.html"

    def form_kwargs(self):
        return {"initial": {"seen": self.batch.quantity}}

    def context(self, form):
        return {**self.page(), "count": form, "issue": IssueForm()}

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.adjust(self.batch, typed["counted"], seen=typed["seen"], reason=typed["reason"], by=self.request.user)
        messages.success(self.request, _("The book says now what was counted."))
        return self.url()


class StockIssue(FormMixin, BatchPage):
    permission = Permission.STOCK_MANAGE
    form_class = IssueForm
    template_name = "opd/stock_batch.html"

    def context(self, form):
        return {**self.page(), "issue": form, "count": CountForm(initial={"seen": self.batch.quantity})}

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.issue(self.batch, typed["quantity"], to=typed["to"], by=self.request.user)
        messages.success(self.request, _("Written into the book."))
        return self.url()


class H1Register(CentreView):
    """The register that Schedule H1 asks for, a month on screen or on paper. Reading and printing it is recorded."""

    permission = Permission.STOCK_VIEW

    def get(self, request):
        first, last = month(request.GET.get("month", ""))
        rows = stock.h1_register(self.centre, first, last)
        context = {"rows": rows, "first": first, "last": last, "centre_row": self.centre}
        is_paper = "pdf" in request.GET
        audit.record(
            "h1.printed" if is_paper else "h1.read", by=request.user, centre=self.centre, month=f"{first:%m/%Y}"
        )
        if not is_paper:
            return render(request, "opd/h1_register.html", {**context, "months": months()})
        response = HttpResponse(documents.h1_pdf(context), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="h1-{first:%Y-%m}.pdf"'
        response["Cache-Control"] = "no-store"
        return response


def month(text: str):
    """The first and last day of "2026-11"; this month for anything else, or for a month that has not begun."""
    today = timezone.localdate()
    try:
        year, number = (int(part) for part in text.split("-"))
        first = date(year, number, 1)
    except ValueError:
        first = today.replace(day=1)
    if first > today or first.year < 2020:
        first = today.replace(day=1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def months() -> list:
    """This month and the 35 before it: the register is kept for three years."""
    today = timezone.localdate()
    counted = [today.year * 12 + today.month - 1 - back for back in range(36)]
    return [today.replace(year=number // 12, month=number % 12 + 1, day=1) for number in counted]
