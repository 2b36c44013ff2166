"""Looking at the values once more and letting them out."""

from django.contrib import messages
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.forms import ReleaseForm
from labs.models import LabOrder
from labs.selectors.control import out_of_control
from labs.views.base import VisitPage


class Release(FormMixin, VisitPage):
    permission = Permission.RESULT_RELEASE
    form_class = ReleaseForm
    template_name = "labs/visit_release.html"
    step = "release"

    def form_kwargs(self) -> dict:
        waiting = [row for row in self.rows if row.order.status == LabOrder.Status.RESULTED]
        return {"rows": waiting, "mine": self.mine(waiting), "by": self.request.user, "failed": self.failed(waiting)}

    def mine(self, rows) -> frozenset[str]:
        if not self.centre.two_person_release:
            return frozenset()
        return frozenset(row.order.code for row in rows if row.current.entered_by_id == self.request.user.pk)

    def failed(self, rows):
        """Controls of today that failed, of the tests that wait here."""
        return out_of_control(self.centre, [row.order.test_id for row in rows]) if rows else []

    def act(self, form) -> str:
        report = services.release(
            self.visit,
            form.seen(),
            by=self.request.user,
            calls=form.calls(),
            paper=form.cleaned_data.get("paper") or "A5",
            reason=form.cleaned_data.get("self_reason") or "",
            control_reason=form.cleaned_data.get("control_reason") or "",
        )
        messages.success(self.request, _("Released: report version %(version)d.") % {"version": report.version})
        untold = {row.order.code for row in form.releasable if row.current.flag in {"LL", "HH"}} & set(form.seen())
        if untold - {code for code, call in form.calls().items() if call.read_back}:
            messages.warning(self.request, _("A critical value still waits to be told: see “Critical, not told”."))
        return self.url("reports", self.visit.code)

    def show(self, form, status=200):
        if form.is_bound:
            self.look_again()  # whatever a colleague did meanwhile is shown now
        return super().show(form, status)

    def context(self, form) -> dict:
        return {**self.visit_context(), "is_two_person": self.centre.two_person_release}
