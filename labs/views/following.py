"""What must not be forgotten: critical values nobody was told of, and corrections nobody has read."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import selectors, services
from labs.errors import LabError
from labs.forms import NoticeForm
from labs.views.base import LabView


class Critical(LabView):
    """For doctors and the person in charge too: whoever was told, or tells, writes it down."""

    permission = Permission.REPORT_VIEW

    def get(self, request):
        rows = list(selectors.critical_not_told(self.centre))
        visits = {row.order.visit_id: row.order.visit for row in rows}.values()
        entries = [audit.Entry("lab.opened", audit.describe(visit), visit.patient_id) for visit in visits]
        audit.record_all(entries, by=request.user, centre=self.centre)
        return render(request, "labs/critical_list.html", {"critical": rows, "now": timezone.now()})


class Amendments(FormMixin, LabView):
    """Corrected reports that wait to be read, the reader's own first."""

    permission = Permission.CONSULT
    form_class = NoticeForm
    template_name = "labs/amendment_list.html"

    def act(self, form) -> str:
        notice = selectors.unread_amendments(self.centre).filter(pk=form.cleaned_data["notice"]).first()
        if notice is None:
            raise LabError(_("This one has been read already."))
        services.acknowledge(notice, by=self.request.user)
        messages.success(self.request, _("Noted: you have read the corrected report."))
        return self.url("amendments")

    def context(self, form) -> dict:
        notices = selectors.with_changes(selectors.unread_amendments(self.centre))
        return {"notices": sorted(notices, key=lambda one: one.orderer_id != self.request.user.pk)}
