"""Values of one patient in one grid."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import persons, services
from labs.forms import ResultsForm
from labs.models import LabOrder
from labs.views.base import VisitPage


class Results(FormMixin, VisitPage):
    form_class = ResultsForm
    template_name = "labs/visit_results.html"
    step = "results"

    def get(self, request):
        response = super().get(request)
        audit.record("lab.opened", by=request.user, centre=self.centre, target=self.visit, patient=self.visit.patient)
        return response

    def form_kwargs(self) -> dict:
        return {"rows": self.rows, "asks_pregnancy": self.asks_pregnancy()}

    def asks_pregnancy(self) -> bool:
        """Only somebody who may be pregnant is asked, and only where a range depends on it."""
        open_rows = [row for row in self.rows if row.may_enter]
        return persons.may_be_pregnant(self.visit) and any(row.depends_on_pregnancy for row in open_rows)

    def act(self, form) -> str:
        pregnant = {"pregnant": form.pregnancy} if "pregnant" in form.changed_data else {}
        self.tell(services.enter_results(self.visit, form.entries(), by=self.request.user, **pregnant))
        return self.next_page()

    def tell(self, new) -> None:
        if not new:
            messages.info(self.request, _("Nothing was changed."))
            return
        saved = ngettext("%(count)d value saved.", "%(count)d values saved.", len(new)) % {"count": len(new)}
        messages.success(self.request, saved)
        self.warn_of_shelf(new)

    def next_page(self) -> str:
        """The release when everything is there and this person may release it; else the same page again."""
        self.look_again()
        waiting = [row for row in self.rows if row.may_enter and row.current is None]
        mine = [row for row in self.rows if row.order.status == LabOrder.Status.RESULTED and self.may_release(row)]
        return self.url("results" if waiting or not mine else "release", self.visit.code)

    def may_release(self, row) -> bool:
        if Permission.RESULT_RELEASE not in self.request.permissions:
            return False
        return not self.centre.two_person_release or row.current.entered_by_id != self.request.user.pk

    def show(self, form, status=200):
        if form.is_bound:  # what a colleague wrote meanwhile stands beside what was typed
            self.look_again()
            form.rows = self.rows
        return super().show(form, status)

    def context(self, form) -> dict:
        return {**self.visit_context(), "is_two_person": self.centre.two_person_release}
