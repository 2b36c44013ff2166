"""The code from the phone: set up once, typed at every sign-in."""

from django.http import Http404
from django.shortcuts import redirect, render

from centres import ways
from centres.errors import CentresError
from centres.forms.second_factor import CodeForm
from centres.permissions import Permission
from centres.services import pins, second_factor
from centres.views.base import DeclaredView
from hms.lib.qr import qr_data_uri


class SecondFactor(DeclaredView):
    """Only for people whose role needs it. Nothing is stored until the phone has shown that it has the key."""

    permission = Permission.SIGNED_IN

    def dispatch(self, request, *args, **kwargs):
        if not pins.needs_second_factor(request.user):
            raise Http404
        self.device = second_factor.device_of(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        if request.user.is_verified():
            return redirect("centres:home")
        return self.show(CodeForm())

    def post(self, request):
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            self.prove(form.cleaned_data["code"])
        except CentresError as error:
            form.add_error("code", str(error))
            return self.show(form, status=422)
        return redirect(ways.onward(request, request.user, ways.note_of(request)))

    def prove(self, code):
        if self.device:
            second_factor.verify(self.request, code)
        else:
            second_factor.enrol(self.request, self.offered_key(), code)

    def offered_key(self) -> str:
        return second_factor.read_offer(self.request.user, self.request.POST.get("offer", "")) or ""

    def show(self, form, status=200):
        context = {"form": form}
        if self.device is None:
            context |= self.enrolment()
        return render(self.request, "centres/second_factor.html", context, status=status)

    def enrolment(self) -> dict:
        """The key on the page stays the same after a wrong code, so that nobody scans twice."""
        user, offer = self.request.user, self.request.POST.get("offer", "")
        key = second_factor.read_offer(user, offer)
        if key is None:
            offer = second_factor.offer(user)
            key = second_factor.read_offer(user, offer)
        picture = qr_data_uri(second_factor.address(user, key), label="")
        return {"offer": offer, "typed_key": second_factor.typed_key(key), "qr": picture}
