"""Taking back: a slip that was not spoilt after all, a slip on the wrong person."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from registration.forms.pads import ReleaseForm, RestoreForm
from registration.services import pads as services
from registration.views.base import CounterView
from registration.views.pads.base import FindSlip


class TakingBack(FormMixin, CounterView, FindSlip):
    """Its form stands on the slip's page; what is refused is said there."""

    needs_blank = False

    def get(self, request):
        return redirect(self.slip_url())

    def show(self, form, status=200):
        for errors in form.errors.values():
            for sentence in errors:
                messages.error(self.request, sentence)
        return redirect(self.slip_url())


class PadRestore(TakingBack):
    permission = Permission.VISIT_OPEN
    form_class = RestoreForm

    def act(self, form) -> str:
        services.restore(self.slip, by=self.request.user)
        return self.slip_url()


class PadRelease(TakingBack):
    permission = Permission.PAD_PRINT
    form_class = ReleaseForm

    def act(self, form) -> str:
        services.release(self.slip, by=self.request.user, reason=form.cleaned_data["reason"])
        messages.success(self.request, _("Slip %(serial)s is blank again.") % {"serial": self.said()})
        return self.slip_url()
