"""One run: looked at before it starts, watched, and its refused rows taken home to correct."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from centres import audit
from centres.views.base import FormMixin
from hms.lib import sheets
from registration.forms.importing import RunForm
from registration.importing.columns import LABELS
from registration.models import RegisterImport
from registration.selectors import importing as selectors
from registration.services import importing as services
from registration.views.importing.base import FindRun, ImportView

S = RegisterImport.Status


class ImportRun(FormMixin, ImportView, FindRun):
    form_class = RunForm
    template_name = "registration/import_run.html"

    def act(self, form) -> str:
        change = services.start if form.cleaned_data["do"] == "start" else services.stop
        change(self.run, by=self.request.user)
        return self.run_url()

    def context(self, form) -> dict:
        addresses = {f"{name}_url": self.run_url(f"import-{name}") for name in ("columns", "refused")}
        context = {"run": self.run, "is_busy": self.run.status == S.RUNNING, **addresses, **self.page()}
        if self.run.status == S.CHOSEN:
            columns = sorted(self.run.columns.items(), key=lambda pair: pair[1])
            taken = [(LABELS[fact], self.run.headings[at]) for fact, at in columns]
            left = [one for at, one in enumerate(self.run.headings) if at not in self.run.columns.values()]
            return {**context, "rows": selectors.preview(self.run), "taken": taken, "left": left}
        return {**context, "to_answer": selectors.to_answer(self.run)}


class ImportRefused(ImportView, FindRun):
    """The rows that were refused, as they came, with the reason behind them: corrected and chosen again."""

    def get(self, request):
        rows = [[line, *cells, reason] for line, cells, reason in selectors.refused(self.run)]
        if not rows:
            messages.info(request, _("No refused rows are kept here (any more)."))
            return redirect(self.run_url())
        audit.record("import.refused_read", by=request.user, centre=self.target, target=self.run, rows=len(rows))
        head = [_("Line"), *self.run.headings, _("Why refused")]
        answer = HttpResponse(sheets.to_csv(head, rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="refused-{self.run.code}.csv"'
        answer["Cache-Control"] = "no-store"
        return answer
