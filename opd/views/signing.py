"""The signature after one look, and what is added to it later."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from centres.services import pins
from centres.views.base import FormMixin
from opd import care, drafts, services
from opd.forms.addendum import AddendumForm
from opd.forms.sign import SignForm
from opd.models import Referral
from opd.selectors import room
from opd.selectors.signed import signed
from opd.services.drafting import plain
from opd.views.consultation import ConsultView


class ConsultationSign(FormMixin, ConsultView):
    """One look at exactly what will stand on the slip, then one key."""

    form_class = SignForm
    template_name = "opd/consultation_sign.html"

    def form_kwargs(self):
        self.current = self.consultation
        self.shown = room.table(self.visit, self.current, plain(self.current), by=self.request.user)
        self.gate = care.of_draft(self.visit, self.shown["draft"])
        return {
            "gate": self.gate,
            "open_alerts": [alert for alert in self.shown["alerts"] if not alert.is_answered],
            "is_emergency": self.shown["draft"]["referral"]["urgency"] == Referral.Urgency.EMERGENCY,
            "check_pin": self.check_pin if self.centre.sign_with_pin else None,
            "has_tests": bool(self.shown["tests"] or self.shown["ordered"]),
            "initial": {"version": self.current.version if self.current else 0},
        }

    def check_pin(self, pin: str) -> None:
        """Outside the transaction of the signature, so that a wrong one stays counted. Raises PinRefused."""
        if not self.request.user.pin:
            raise pins.PinRefused(_("Set your PIN first: it is on your own page, in the menu with your name."))
        pins.check(self.request.user, pin)

    def get(self, request):
        current = self.consultation
        if current is None or current.signed_at:
            return redirect(self.url("consultation"))
        return super().get(request)

    def context(self, form):
        hospital = self.shown["draft"]["referral"]["to"]
        places = [place for place in self.shown["hospitals"] if place.code == hospital]
        return self.shown | {
            "refer_to": places[0] if places else None,
            "gate": self.gate,
            "is_empty": drafts.is_empty(self.shown["draft"]),
            "has_errors": bool(form.errors),
        }

    def act(self, form):
        typed = form.cleaned_data
        services.sign(
            self.visit, version=typed["version"], by=self.request.user, stay_open=typed.get("after") == "wait",
            up_reason=typed.get("up_reason", ""), unanswered=form.unanswered,
        )  # fmt: skip
        messages.success(self.request, _("Signed. The slip shows it now."))
        return self.url("consultation")


class AddendumWrite(FormMixin, ConsultView):
    form_class = AddendumForm
    template_name = "opd/consultation_signed.html"

    def context(self, form):
        return signed(self.visit, self.consultation)

    def get(self, request):
        return super().get(request) if self.is_signed else redirect(self.url("consultation"))

    def post(self, request):
        return super().post(request) if self.is_signed else redirect(self.url("consultation"))

    @property
    def is_signed(self) -> bool:
        return bool(self.consultation and self.consultation.signed_at)

    def act(self, form):
        services.add_addendum(self.visit, form.cleaned_data["text"], by=self.request.user)
        messages.success(self.request, _("The addendum stands on the slip."))
        return self.url("consultation")
