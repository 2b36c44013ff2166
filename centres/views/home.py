"""After signing in: the only centre's home, or the list to choose from. And the page of help."""

from django.shortcuts import redirect, render
from django.utils import timezone

from centres.models import Membership
from centres.permissions import Permission, Role
from centres.views.base import DeclaredView


class Home(DeclaredView):
    permission = Permission.SIGNED_IN

    def get(self, request):
        places = places_of(request.user)
        if len(places) == 1 and "all" not in request.GET:
            return redirect("centre-home", places[0]["centre"].code)
        return render(request, "centres/home.html", {"places": places})


def places_of(user) -> list[dict]:
    """The centres where the person works today, each with their roles there (1 query)."""
    rows = Membership.objects.on(timezone.localdate()).filter(user=user).select_related("centre")
    places: dict[int, dict] = {}
    for row in rows.order_by("centre__name_en", "role"):
        place = places.setdefault(row.centre_id, {"centre": row.centre, "roles": []})
        place["roles"].append(Role(row.role).label)
    return list(places.values())


class Help(DeclaredView):
    permission = Permission.PUBLIC

    def get(self, request):
        return render(request, "centres/help.html")
