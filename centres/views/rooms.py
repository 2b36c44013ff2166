"""Rooms of one centre."""

from django.utils.translation import gettext_lazy as _

from centres.forms.places import RoomForm
from centres.models import Room
from centres.permissions import Permission
from centres.services import places
from centres.views.managed import ManagedForm, ManagedView


class Rooms(ManagedView):
    permission = Permission.CENTRE_MANAGE
    tab = "settings-rooms"

    def get(self, request):
        rows = list(Room.objects.for_centre(self.target).prefetch_related("departments"))
        for room in rows:
            room.edit_url = self.link("settings-room", pk=room.pk)
        return self.render("centres/room_list.html", {"rows": rows, "new_url": self.link("settings-room-new")})


class RoomNew(ManagedForm):
    permission = Permission.CENTRE_MANAGE
    form_class = RoomForm
    tab = "settings-rooms"
    back = "settings-rooms"
    title = _("New room")
    success_message = _("Saved.")

    room = None

    def form_kwargs(self) -> dict:
        return {"instance": self.room} if self.room else {}

    def act(self, form) -> str:
        places.save_room(self.target, form.cleaned_data, by=self.request.user, room=self.room)
        return self.link(self.back)


class RoomEdit(RoomNew):
    title = _("Change the room")

    def get(self, request, pk):
        self.room = self.get_or_404(Room.objects, pk=pk)
        return super().get(request)

    def post(self, request, pk):
        self.room = self.get_or_404(Room.objects, pk=pk)
        return super().post(request)
