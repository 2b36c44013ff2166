"""The file and its columns."""

from django.shortcuts import redirect

from centres.views.base import FormMixin
from registration.forms.importing import ColumnsForm, RegisterFileForm
from registration.importing import reading
from registration.models import RegisterImport
from registration.selectors import importing as selectors
from registration.services import importing as services
from registration.views.importing.base import FindRun, ImportView


class Imports(FormMixin, ImportView):
    form_class = RegisterFileForm
    template_name = "registration/imports.html"

    def form_kwargs(self) -> dict:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def act(self, form) -> str:
        name = form.cleaned_data["file"].name
        run = services.choose(form.table, file_name=name, centre=self.target, by=self.request.user)
        return self.url("import-columns", run.code)

    def context(self, form) -> dict:
        most = {"most_rows": reading.MAX_ROWS, "most_mb": reading.MAX_BYTES // 1_000_000}
        runs = selectors.runs(self.target)
        for run in runs:
            run.url = self.url("import-run", run.code)
        return {"runs": runs, **most, **self.page()}


class ImportColumns(FormMixin, ImportView, FindRun):
    form_class = ColumnsForm
    template_name = "registration/import_columns.html"

    def get(self, request):
        if self.run.status != RegisterImport.Status.CHOSEN:
            return redirect(self.run_url())
        return super().get(request)

    def form_kwargs(self) -> dict:
        initial = {f"column{at}": fact for fact, at in self.run.columns.items()}
        return {"headings": self.run.headings, "initial": initial}

    def act(self, form) -> str:
        services.match_columns(self.run, form.columns(), by=self.request.user)
        return self.run_url()

    def context(self, form) -> dict:
        rows = zip(form, selectors.samples(self.run), strict=False)
        return {"run": self.run, "column_rows": list(rows), **self.page()}
