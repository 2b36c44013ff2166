"""What this app knows of a centre: who works there, its rooms; and the equipment one asks every centre for."""

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from centres.models import AskedItem, Membership, Room
from centres.permissions import OFFICE_ROLES, Role
from centres.resources import Resource, Source


def staff(centre) -> list[Resource]:
    """One line for each trade: how many have the role here today (1 query)."""
    here = Membership.objects.for_centre(centre).on(timezone.localdate()).filter(user__is_active=True).order_by()
    counts = dict(here.values_list("role").annotate(Count("user", distinct=True)))
    trades = [role for role in Role if role not in OFFICE_ROLES]
    return [_trade(role, counts.get(role.value, 0)) for role in trades]


def _trade(role: Role, count: int) -> Resource:
    return Resource(role.value, _said("en", role), _said("hi", role), count=count, total=count)


def _said(language: str, role: Role) -> str:
    with override(language):
        return str(role.label)


def rooms(centre) -> list[Resource]:
    """Every room in use (1 query)."""
    return [
        Resource(
            f"room{room.pk}", f"{room.number} {room.name_en}".strip(), f"{room.number} {room.name_hi}".strip(), True
        )
        for room in Room.objects.for_centre(centre).filter(is_active=True)
    ]


def equipment(centre) -> list[Resource]:
    """What every centre is asked to count; the system has not counted it, so it starts at none (1 query)."""
    asked = AskedItem.objects.filter(group="equipment", is_active=True)
    return [Resource(row.code, row.name_en, row.name_hi, count=0) for row in asked]


SOURCES = (
    Source("staff", _("Staff on duty"), staff, 10, _("how many are here today")),
    Source("rooms", _("Rooms"), rooms, 20, _("tick those that can be used today")),
    Source("equipment", _("Equipment"), equipment, 30, _("how many work")),
)
