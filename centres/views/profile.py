"""A person's own page: who the computer thinks they are, and their PIN, password, phone and sessions."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres.forms.sign_in import WorkstationForm
from centres.permissions import Permission
from centres.services import pins, second_factor, sign_ins, workstations
from centres.views.base import DeclaredView, FormMixin
from centres.views.home import places_of


class Profile(DeclaredView):
    permission = Permission.SIGNED_IN

    def get(self, request):
        context = {
            "places": places_of(request.user),
            "needs_code": pins.needs_second_factor(request.user),
            "has_phone": second_factor.device_of(request.user) is not None,
            "workstation": workstations.of(request),
        }
        return render(request, "centres/profile.html", context)


class OpenWorkstation(FormMixin, DeclaredView):
    """Open this computer for colleagues' PINs until tonight; only after a sign-in by password."""

    permission = Permission.SIGNED_IN
    form_class = WorkstationForm
    template_name = "centres/workstation_open.html"
    success_message = _("This computer is open: colleagues can sign in here with their PIN.")

    def dispatch(self, request, *args, **kwargs):
        self.places = [place["centre"] for place in places_of(request.user)]
        if not self.by_password() or not self.places:
            return render(request, "centres/workstation_refused.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def by_password(self) -> bool:
        key = self.request.session.session_key
        return sign_ins.open_of(self.request.user).filter(session_key=key, method="password").exists()

    def form_kwargs(self):
        return {"centres": self.places}

    def act(self, form) -> str:
        centre = form.cleaned_data["centre"]
        self.workstation, self.token = workstations.open_workstation(
            centre, form.cleaned_data["name"], by=self.request.user
        )
        return reverse("centre-home", args=[centre.code])

    def post(self, request, **kwargs):
        self.token = None
        response = super().post(request, **kwargs)
        if self.token:
            sign_ins.note_workstation(request, self.workstation)
            workstations.remember(response, self.token)
        return response


class CloseWorkstation(DeclaredView):
    permission = Permission.SIGNED_IN

    def post(self, request):
        if workstation := workstations.of(request):
            workstations.close(workstation, by=request.user)
        request.session.pop("workstation", None)
        response = redirect("centres:profile")
        workstations.forget(response)
        return response
