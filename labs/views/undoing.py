"""Taking back an order or a sample, with a reason."""

from django.contrib import messages
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.forms import ReasonForm, RejectForm
from labs.models import Sample
from labs.views.base import LabView, OrderPage


class CancelOrder(FormMixin, OrderPage):
    form_class = ReasonForm
    template_name = "labs/order_cancel.html"

    def act(self, form) -> str:
        services.cancel_order(self.order, by=self.request.user, reason=form.cleaned_data["reason"])
        messages.success(self.request, _("%(test)s is cancelled.") % {"test": self.order.test.name})
        return self.url("results", self.order.visit.code)

    def context(self, form) -> dict:
        return {"order": self.order, "visit": self.order.visit}


class RejectSample(FormMixin, LabView):
    permission = Permission.LAB_WORK
    form_class = RejectForm
    template_name = "labs/sample_reject.html"

    def dispatch(self, request, *args, **kwargs):
        self.sample_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @property
    def sample(self) -> Sample:
        rows = Sample.objects.select_related("visit__patient").prefetch_related("orders__test")
        return self.get_or_404(rows, code=self.sample_code)

    def act(self, form) -> str:
        sample = services.reject_sample(self.sample, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Sample rejected. Doctor, slip and phone now ask for a new one."))
        return self.url("collect", sample.visit.code)

    def context(self, form) -> dict:
        sample = self.sample
        return {"sample": sample, "visit": sample.visit, "back": self.url("collect", sample.visit.code)}
