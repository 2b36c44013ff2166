"""The list of centres as a file: download, choose, preview, confirm."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import audit, imports
from centres.forms.importing import ConfirmForm, ImportForm
from centres.permissions import Permission
from centres.views import kept_file
from centres.views.base import CentreView, FormMixin


class CentresExport(CentreView):
    permission = Permission.NETWORK_VIEW

    def get(self, request):
        audit.record("centres.exported", by=request.user, centre=request.centre)
        response = HttpResponse(imports.export(self.reached), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="centres.csv"'
        return response


class ImportChoose(FormMixin, CentreView):
    permission = Permission.NETWORK_MANAGE
    form_class = ImportForm
    template_name = "centres/import_choose.html"

    def form_kwargs(self) -> dict:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def context(self, form) -> dict:
        return {"columns": imports.COLUMNS, "rows_at_most": imports.MAX_ROWS}

    def act(self, form) -> str:
        reference = uuid.uuid4()
        path = reverse("centre:import-preview", args=[self.centre.code, reference])
        kept_file.keep(form.text, reference, path, self.request.user)
        return path


class ImportPreview(FormMixin, CentreView):
    """What the file would do. The file is kept sealed for whoever chose it; confirming acts once and drops it."""

    permission = Permission.NETWORK_MANAGE
    form_class = ConfirmForm
    template_name = "centres/import_preview.html"
    success_message = gettext_lazy("Imported.")

    def dispatch(self, request, *args, reference, **kwargs):
        self.reference = reference
        return super().dispatch(request, *args, **kwargs)

    def text(self) -> str:
        return kept_file.read(self.request, self.reference)

    def context(self, form) -> dict:
        rows = imports.preview(self.text())
        order = {"wrong": 0, "new": 1, "changed": 2, "unchanged": 3}
        counts = [(status, sum(row.status == status for row in rows)) for status in order]
        return {
            "rows": sorted(rows, key=lambda row: (order[row.status], row.line)),
            "counts": counts,
            "can_confirm": not any(row.errors for row in rows) and any(row.status != "unchanged" for row in rows),
        }

    def act(self, form) -> str:
        done = imports.apply(self.text(), office=self.centre, by=self.request.user)
        kept_file.drop(self.reference)
        messages.info(self.request, _("%(new)d new, %(changed)d changed, %(unchanged)d as they were.") % done)
        return reverse("centre:network", args=[self.centre.code])
