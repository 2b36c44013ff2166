"""The home of a centre: what to do next, by the rights of whoever looks."""

from django.shortcuts import render

from centres.permissions import Permission
from centres.views.base import CentreView
from hms import home_cards


class CentreHome(CentreView):
    permission = Permission.SIGNED_IN

    def get(self, request):
        return render(request, "centre_home.html", home_cards.of(request))
