"""Writing down that somebody was told of a critical value."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.flags import CRITICAL, say
from labs.forms import CallForm
from labs.models import Result
from labs.views.base import OrderPage


class TellCritical(FormMixin, OrderPage):
    permission = Permission.REPORT_VIEW
    form_class = CallForm
    template_name = "labs/order_call.html"

    def current(self) -> Result:
        result = self.order.results.filter(is_current=True, flag__in=[str(flag) for flag in CRITICAL]).first()
        if result is None:
            raise Http404
        return result

    def act(self, form) -> str:
        call = services.record_call(self.current(), form.call(), by=self.request.user)
        if call.read_back:
            messages.success(self.request, _("Written down: told and read back."))
        else:
            messages.warning(self.request, _("Written down, but not read back: it stays on the list."))
        return self.url("critical")

    def context(self, form) -> dict:
        result = self.current()
        calls = result.calls.select_related("told_by")
        return {
            "order": self.order,
            "visit": self.order.visit,
            "result": result,
            "said": say(result.flag),
            "calls": calls,
            "orderer": self.order.ordered_by,
        }
