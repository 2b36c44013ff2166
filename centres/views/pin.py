"""Choosing one's own PIN."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres.forms.pin import PinForm
from centres.permissions import Permission
from centres.services import pins
from centres.views.base import DeclaredView, FormMixin


class PinChange(FormMixin, DeclaredView):
    permission = Permission.SIGNED_IN
    form_class = PinForm
    template_name = "centres/pin.html"
    success_message = _("Your new PIN works from now on.")

    def form_kwargs(self):
        return {"user": self.request.user}

    def act(self, form) -> str:
        pins.set_pin(self.request.user, form.cleaned_data["new_pin"], by=self.request.user)
        return reverse("centres:profile")
