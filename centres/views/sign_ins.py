"""Where a person is signed in, and the button that ends it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.services import sign_ins
from centres.views.base import DeclaredView


class SignIns(DeclaredView):
    permission = Permission.SIGNED_IN

    def get(self, request):
        rows = list(sign_ins.open_of(request.user))
        for row in rows:
            row.is_this = row.session_key == request.session.session_key
        return render(request, "centres/sign_ins.html", {"rows": rows})


class EndSignIn(DeclaredView):
    permission = Permission.SIGNED_IN

    def post(self, request, pk):
        row = sign_ins.open_of(request.user).filter(pk=pk).first()
        if row is None:
            raise Http404
        if row.session_key == request.session.session_key:
            sign_ins.sign_out(request)
            return redirect("centres:sign-in")
        sign_ins.end(row, by=request.user)
        messages.success(request, _("Signed out there."))
        return redirect("centres:sign-ins")
