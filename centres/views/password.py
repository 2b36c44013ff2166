"""Setting a password through a one-time link, and changing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from centres.errors import CentresError
from centres.forms.password import ChangePasswordForm, SetPasswordForm
from centres.permissions import Permission
from centres.services import passwords
from centres.views.base import DeclaredView


class SetPassword(DeclaredView):
    """A wrong, used or expired link gives one and the same page. Opening the link does not use it up."""

    permission = Permission.PUBLIC

    def get(self, request, token):
        link = passwords.find_link(token)
        return self.show(link, SetPasswordForm(user=link.user)) if link else self.dead(request)

    def post(self, request, token):
        link = passwords.find_link(token)
        if link is None:
            return self.dead(request)
        form = SetPasswordForm(request.POST, user=link.user)
        if not form.is_valid():
            return self.show(link, form, status=422)
        try:
            passwords.set_by_link(link, form.cleaned_data["new_password1"])
        except CentresError:
            return self.dead(request)
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("centres:sign-in")

    def show(self, link, form, status=200):
        context = {"form": form, "person": link.user}
        return private(render(self.request, "centres/set_password.html", context, status=status))

    def dead(self, request):
        return private(render(request, "centres/set_password_dead.html", status=404))


def private(response):
    """The address is a secret: it is not kept, and not told to the next page."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"
    return response


class ChangePassword(DeclaredView):
    permission = Permission.SIGNED_IN

    def get(self, request):
        return self.show(ChangePasswordForm(user=request.user))

    def post(self, request):
        form = ChangePasswordForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form, status=422)
        passwords.change(request, form.cleaned_data["new_password1"])
        messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
        return redirect("centres:profile")

    def show(self, form, status=200):
        return render(self.request, "centres/password.html", {"form": form}, status=status)
