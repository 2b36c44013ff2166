"""The catalogue as files: download, look at what a changed file would do, take it over."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from centres import audit, once
from centres.errors import HmsError
from centres.permissions import Permission
from labs import exchange, services
from labs.forms.exchanging import CatalogueFileForm
from labs.views.base import LabView


class CatalogueFiles(LabView):
    """A POST with a file shows line by line what would happen; the POST of that preview does the good lines."""

    permission = Permission.LAB_CATALOGUE_EDIT

    def get(self, request):
        return self.show(CatalogueFileForm())

    def post(self, request):
        form = CatalogueFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        planned = exchange.plan(form.kind, form.rows)
        if form.cleaned_data.get("step") != "take":
            kept = {"lines": form.content.decode("utf-8-sig"), "step": "take", "reason": form.cleaned_data["reason"]}
            return self.show(CatalogueFileForm(initial=kept), planned=planned, kind=form.kind)
        try:
            return redirect(once.answer_once(request, lambda: self.take(form, planned)))
        except once.FormAlreadyUsed as error:
            messages.warning(request, str(error))
            return redirect(error.answer)
        except HmsError as error:
            form.add_error(None, str(error))
            return self.show(form, status=409)

    def take(self, form, planned) -> str:
        reason = form.cleaned_data["reason"]
        count = services.take_catalogue(form.kind, planned, reason=reason, office=self.centre, by=self.request.user)
        words = ngettext("%(count)d line taken over.", "%(count)d lines taken over.", count)
        messages.success(self.request, words % {"count": count})
        return self.url("catalogue")

    def show(self, form, status=200, planned=None, kind=""):
        context = {"form": form, "idem": once.new_key(self.request.user), "planned": planned, "kind": kind}
        if planned is not None:
            context["counts"] = {
                "new": sum(row.does_something and row.is_new for row in planned),
                "changed": sum(row.does_something and not row.is_new for row in planned),
                "same": sum(row.is_same for row in planned),
                "wrong": sum(bool(row.problems) for row in planned),
            }
            context["shown"] = [row for row in planned if not row.is_same]
        return render(self.request, "labs/catalogue_files.html", context, status=status)


class CatalogueExport(LabView):
    permission = Permission.LAB_CATALOGUE_VIEW

    def get(self, request, what):
        if what not in {exchange.TESTS, exchange.RANGES}:
            raise Http404
        audit.record("lab.catalogue_exported", by=request.user, centre=self.centre, target=self.centre, what=what)
        text = "\ufeff" + exchange.write(what)  # the mark lets spreadsheets read Hindi
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="lab-{what}-{timezone.localdate():%Y%m%d}.csv"'
        return response
