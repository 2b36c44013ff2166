"""Rows beside the records they may be: the same person, or somebody else."""

from django.contrib import messages
from django.shortcuts import redirect

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from registration.forms.importing import AnswerForm
from registration.models import ImportedRow
from registration.selectors import importing as selectors
from registration.services import importing as services
from registration.views.base import CounterView
from registration.views.importing.base import FindRun


class ImportLikely(FormMixin, CounterView, FindRun):
    """At the centre only: an office does not look at people."""

    permission = Permission.REGISTER_IMPORT
    form_class = AnswerForm
    template_name = "registration/import_likely.html"

    def get(self, request):
        count = selectors.to_answer(self.run)
        if not count:
            return redirect(self.url("import-run", self.run.code))
        audit.record("import.likely_read", by=request.user, centre=self.centre, target=self.run, rows=count)
        return super().get(request)

    def act(self, form) -> str:
        row = self.get_or_404(ImportedRow.objects.filter(run=self.run), pk=form.cleaned_data["row"])
        services.answer(row, is_same=form.cleaned_data["answer"] == "same", by=self.request.user)
        return self.url("import-likely", self.run.code)

    def show(self, form, status=200):
        if form.errors:
            for sentences in form.errors.values():
                for sentence in sentences:
                    messages.warning(self.request, sentence)
            return redirect(self.url("import-likely", self.run.code))
        return super().show(form, status)

    def context(self, form) -> dict:
        asked = selectors.asked(self.run)
        return {"run": self.run, "asked": asked, "count": selectors.to_answer(self.run), **self.sides()}
