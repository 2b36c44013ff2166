"""Changes inside a centre: rooms, departments, hours."""

from itertools import pairwise

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Centre, Department, OpdSession, Room, User


@transaction.atomic
def save_room(centre: Centre, values: dict, *, by: User, room: Room | None = None) -> Room:
    """Add a room or change one. Raises CentresError for a number in use, or closing a room that has a department."""
    is_old = room is not None
    room = Room.objects.select_for_update().get(pk=room.pk) if room else Room(centre=centre)
    if room.pk and not values["is_active"] and room.departments.filter(is_active=True).exists():
        raise CentresError(_("A department works in this room. Move it first."), field="is_active")
    row = _save(room, values, _("There is a room with this number already."), "number")
    audit.record("room.changed" if is_old else "room.added", by=by, centre=centre, target=row)
    return row


@transaction.atomic
def save_department(centre: Centre, values: dict, *, by: User, department: Department | None = None) -> Department:
    """Add a department or change one. Raises CentresError for a code in use, or for closing the last one."""
    is_old = department is not None
    others = Department.objects.select_for_update().filter(centre=centre, is_active=True)
    department = (
        Department.objects.select_for_update().get(pk=department.pk) if department else Department(centre=centre)
    )
    if department.pk and not values["is_active"] and not [one for one in others if one.pk != department.pk]:
        raise CentresError(_("A centre needs one open department to give tokens."), field="is_active")
    if values.get("room") and values["room"].centre_id != centre.pk:
        raise CentresError(_("Choose a room of this centre."), field="room")
    row = _save(department, values, _("There is a department with this code already."), "code")
    audit.record("department.changed" if is_old else "department.added", by=by, centre=centre, target=row)
    return row


def _save(row, values, taken, field):
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise CentresError(taken, field=field) from None
    return row


@transaction.atomic
def set_hours(centre: Centre, hours: list[dict], *, by: User) -> None:
    """Replace the week: rows of weekday, starts_at, ends_at, name_en, name_hi (4 queries).

    Raises CentresError when two sessions of one day overlap; `field` is the weekday's number.
    """
    Centre.objects.select_for_update().get(pk=centre.pk)
    week = sorted(hours, key=lambda one: (one["weekday"], one["starts_at"]))
    for earlier, later in pairwise(week):
        if earlier["weekday"] == later["weekday"] and later["starts_at"] < earlier["ends_at"]:
            raise CentresError(_("The second session starts before the first one ends."), field=str(later["weekday"]))
    OpdSession.objects.filter(centre=centre).delete()
    OpdSession.objects.bulk_create(OpdSession(centre=centre, **one) for one in week)
    audit.record("centre.hours", by=by, centre=centre, target=centre, sessions=len(week))
