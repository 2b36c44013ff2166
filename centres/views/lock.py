"""The locked screen: for a moment away, or for a colleague to take over."""

from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from centres import held, ways
from centres.errors import CentresError
from centres.forms.sign_in import PinSignInForm, UnlockForm
from centres.models import SignIn
from centres.permissions import Permission
from centres.services import pins, sign_ins, workstations
from centres.views.base import DeclaredView
from centres.views.sign_in import by_pin


class Lock(DeclaredView):
    """Locks, and keeps the form that the page sent along."""

    permission = Permission.SIGNED_IN
    works_locked = True

    def post(self, request):
        if not request.session.get("locked") or "idem" in request.POST:
            sign_ins.lock(request)
        return redirect("centres:locked")


class Locked(DeclaredView):
    """Opened again by its owner; on an open computer a colleague may sign in instead."""

    permission = Permission.SIGNED_IN
    works_locked = True

    def get(self, request):
        if not request.session.get("locked"):
            return redirect("centres:home")
        workstation = workstations.of(request)
        people = workstations.colleagues(workstation) if workstation and "password" not in request.GET else []
        if request.user in people:
            mine_first = sorted(people, key=lambda person: person != request.user)
            form = PinSignInForm(people=mine_first, initial={"who": request.user.pk})
        else:
            form = UnlockForm(has_pin=takes_pin(request, workstation))
        return show(request, form, workstation)

    def post(self, request):
        workstation = workstations.of(request)
        if workstation and "who" in request.POST:
            return by_pin(request, workstation, show)
        if not request.session.get("locked"):
            return redirect("centres:home")
        form = UnlockForm(request.POST, has_pin=takes_pin(request, workstation))
        if not form.is_valid():
            return show(request, form, workstation, status=422)
        try:
            method = prove(request, form.cleaned_data["secret"], workstation)
        except CentresError as error:
            form.add_error("secret", str(error))
            return show(request, form, workstation, status=422)
        note = ways.note_of(request)
        sign_ins.unlock(request, method=method)
        return redirect(ways.onward(request, request.user, note))


def takes_pin(request, workstation) -> bool:
    return bool(workstation and request.user.pin)


def prove(request, secret: str, workstation) -> str:
    """How the person at the screen proved to be its owner. Raises CentresError in words fit to show.

    Six digits are a PIN, and only where a PIN may be used: on an open computer. Passwords are longer.
    """
    if len(secret) == pins.LENGTH and takes_pin(request, workstation):
        pins.check(request.user, secret)
        return SignIn.Method.PIN
    if authenticate(request, username=request.user.username, password=secret) is None:
        raise CentresError(_("This is not your password."))
    return SignIn.Method.PASSWORD


def show(request, form, workstation, status=200):
    context = {
        "form": form,
        "workstation": workstation,
        "by_pin": isinstance(form, PinSignInForm),
        "keeps_form": bool(request.GET.get("held") or request.session.get("held")),
    }
    response = render(request, "centres/locked.html", context, status=status)
    add_never_cache_headers(response)
    return response


class StillHere(DeclaredView):
    """The page says that somebody is typing, so that a long form does not lock under their hands."""

    permission = Permission.SIGNED_IN

    def post(self, request):
        return HttpResponse(status=204)


class Draft(DeclaredView):
    """A form that somebody is typing, kept every few seconds: what a power cut takes is what was typed since then."""

    permission = Permission.SIGNED_IN

    def post(self, request):
        if "drop" in request.POST:
            held.drop_typed(request)
            return HttpResponse(status=204)
        return HttpResponse(status=204 if held.keep(request) else 400)


class DraftDrop(DeclaredView):
    """A kept form thrown away by its owner, who stays on the page."""

    permission = Permission.SIGNED_IN

    def post(self, request):
        held.drop(request.POST.get("reference", ""), request.user)
        return redirect(held.page_of(request))
