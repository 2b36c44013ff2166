"""Samples and their labels."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from centres import audit
from centres.views.base import FormMixin
from labs import documents, services
from labs.forms import CollectForm
from labs.models import LabOrder, Sample
from labs.views.base import VisitPage


class Collect(FormMixin, VisitPage):
    form_class = CollectForm
    template_name = "labs/visit_samples.html"
    step = "collect"

    def form_kwargs(self) -> dict:
        waiting = [
            row.order for row in self.rows if row.order.status == LabOrder.Status.ORDERED and row.test.needs_sample
        ]
        return {"orders": waiting}

    def act(self, form) -> str:
        samples = services.collect(self.visit, form.codes(), by=self.request.user)
        words = ngettext("%(count)d sample taken.", "%(count)d samples taken.", len(samples))
        messages.success(self.request, words % {"count": len(samples)})
        return self.url("collect", self.visit.code)

    def context(self, form) -> dict:
        return {**self.visit_context(), "samples": samples_of(self.visit)}


class Labels(VisitPage):
    """POST counts a print and leads to the paper. Each POST is a print of its own: pressing again prints again, so
    these forms do not act only once.
    """

    def post(self, request):
        samples = self.wanted(request.POST.getlist("sample"))
        services.labels_printed(samples, by=request.user)
        query = "&".join(f"sample={sample.code}" for sample in samples)
        return redirect(f"{self.url('labels', self.visit.code)}?{query}")

    def get(self, request):
        samples = self.wanted(request.GET.getlist("sample"))
        codes = [sample.code for sample in samples]
        audit.record(
            "lab.labels_opened",
            by=request.user,
            centre=self.centre,
            target=self.visit,
            patient=self.visit.patient_id,
            samples=codes,
        )
        response = HttpResponse(documents.labels_pdf(samples), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="labels-{self.visit.code}.pdf"'
        return response

    def wanted(self, codes: list[str]) -> list[Sample]:
        samples = [sample for sample in samples_of(self.visit) if not sample.rejected_at]
        if codes:
            samples = [sample for sample in samples if sample.code in codes]
        if not samples:
            raise Http404
        return samples


def samples_of(visit) -> list[Sample]:
    """The visit's samples with their tests, oldest first (4 queries)."""
    rows = Sample.objects.filter(visit=visit).select_related(
        "visit__patient", "visit__centre", "collected_by", "rejected_by"
    )
    return list(rows.prefetch_related("orders__test", "rejected_orders__test").order_by("collected_at", "pk"))
