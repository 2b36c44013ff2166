"""Correcting a value that has been released."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.flags import say
from labs.forms import AmendForm
from labs.models import LabOrder, Result
from labs.views.base import OrderPage


class Amend(FormMixin, OrderPage):
    permission = Permission.RESULT_AMEND
    form_class = AmendForm
    template_name = "labs/order_amend.html"

    def current(self) -> Result:
        if self.order.status != LabOrder.Status.RELEASED:
            raise Http404
        return self.order.results.select_related("entered_by").get(is_current=True)

    def form_kwargs(self) -> dict:
        return {"test": self.order.test, "current": self.current()}

    def act(self, form) -> str:
        typed = form.cleaned_data
        report = services.amend(
            self.order, typed["value"], reason=typed["reason"], seen=typed["seen"], by=self.request.user
        )
        if report is None:
            messages.success(self.request, _("Saved. At this centre somebody else releases the corrected value."))
        else:
            messages.success(self.request, _("Amended: report version %(version)d.") % {"version": report.version})
        return self.url("reports", self.order.visit.code)

    def context(self, form) -> dict:
        current = self.current()
        return {"order": self.order, "visit": self.order.visit, "current": current, "said": say(current.flag)}
