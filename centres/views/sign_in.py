"""Signing in and out."""

from django.contrib.auth import authenticate
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from centres import audit, throttle, ways
from centres.errors import CentresError
from centres.forms.sign_in import PinSignInForm, SignInForm
from centres.models import SignIn, User, Workstation
from centres.permissions import Permission
from centres.services import pins, sign_ins, workstations
from centres.views.base import DeclaredView
from centres.views.failures import locked_out


class SignInView(DeclaredView):
    """By password anywhere; by PIN on a computer that a colleague has opened today."""

    permission = Permission.PUBLIC

    def get(self, request):
        if request.user.is_authenticated and not request.session.get("locked"):
            return redirect("centres:home")
        workstation = workstations.of(request)
        form = None
        if workstation and "password" not in request.GET:
            people = workstations.colleagues(workstation)
            form = PinSignInForm(people=people) if people else None
        return show(request, form or SignInForm(), workstation)

    def post(self, request):
        workstation = workstations.of(request)
        if workstation and "who" in request.POST:
            return by_pin(request, workstation, show)
        return self.by_password(request, workstation)

    def by_password(self, request, workstation):
        form = SignInForm(request.POST)
        if not form.is_valid():
            return show(request, form, workstation, status=422)
        name = form.cleaned_data["username"]
        if throttle.is_spraying(request):
            audit.record("sign_in.spraying", by=None, target="unknown")
            return locked_out(request, None)
        user = authenticate(request, username=name, password=form.cleaned_data["password"])
        if user is None:
            audit.record("sign_in.failed", by=None, target=known(name))
            form.add_error(None, _("User name or password is wrong. Type both again, or ask your centre in charge."))
            return show(request, form, workstation, status=422)
        note = ways.note_of(request)
        if workstation and not user.memberships.filter(centre=workstation.centre).exists():
            workstation = None
        sign_ins.begin(request, user, method=SignIn.Method.PASSWORD, workstation=workstation)
        return redirect(ways.onward(request, user, note))


def known(username: str) -> User | str:
    """The account tried, if there is one: what was typed otherwise may be a password in the wrong box."""
    return User.objects.filter(username=username).first() or "unknown"


def by_pin(request, workstation: Workstation, again):
    """Sign a colleague in, or unlock for the person who is here already; `again` shows the form with its errors."""
    form = PinSignInForm(request.POST, people=workstations.colleagues(workstation))
    if not form.is_valid():
        return again(request, form, workstation, status=422)
    person = form.person()
    try:
        pins.check(person, form.cleaned_data["pin"])
    except CentresError as error:
        form.add_error("pin", str(error))
        return again(request, form, workstation, status=422)
    note = ways.note_of(request)
    if request.user == person:
        sign_ins.unlock(request, method=SignIn.Method.PIN)
    else:
        sign_ins.begin(request, person, method=SignIn.Method.PIN, workstation=workstation)
    return redirect(ways.onward(request, person, note))


def show(request, form, workstation, status=200):
    context = {"form": form, "workstation": workstation, "by_pin": isinstance(form, PinSignInForm)}
    response = render(request, "centres/sign_in.html", context, status=status)
    add_never_cache_headers(response)
    return response


class SignOut(DeclaredView):
    permission = Permission.PUBLIC  # also when the session has ended already

    def post(self, request):
        if request.user.is_authenticated:
            sign_ins.sign_out(request)
        response = redirect("centres:sign-in")
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
