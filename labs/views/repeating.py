"""Measuring once more."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.flags import say
from labs.forms import RepeatForm
from labs.models import LabOrder, Result
from labs.views.base import OrderPage


class Repeat(FormMixin, OrderPage):
    permission = Permission.LAB_WORK
    form_class = RepeatForm
    template_name = "labs/order_repeat.html"

    def current(self) -> Result:
        if self.order.status != LabOrder.Status.RESULTED or self.order.released_at:
            raise Http404
        return self.order.results.select_related("entered_by").get(is_current=True)

    def form_kwargs(self) -> dict:
        return {"test": self.order.test, "current": self.current()}

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.repeat_result(
            self.order, typed["value"], counts=typed["counts"], seen=typed["seen"], by=self.request.user
        )
        messages.success(self.request, _("Both values are kept."))
        return self.url("results", self.order.visit.code)

    def context(self, form) -> dict:
        current = self.current()
        return {"order": self.order, "visit": self.order.visit, "current": current, "said": say(current.flag)}
