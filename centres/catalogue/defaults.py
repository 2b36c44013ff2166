"""The rooms, departments and hours a new UPHC starts with; the centre changes them afterwards."""

import datetime

from centres.catalogue.files import rows
from centres.models import Centre, Department, OpdSession, Room

SEES_PATIENTS = {Centre.Kind.UPHC, Centre.Kind.UHWC}


def furnish(centre: Centre) -> None:
    """Give a UPHC without rooms and departments the usual ones; others are left alone (up to 6 queries)."""
    if centre.kind not in SEES_PATIENTS or centre.rooms.exists() or centre.departments.exists():
        return
    rooms = {
        room.number: room for room in Room.objects.bulk_create(_room(centre, row) for row in rows("uphc_rooms.csv"))
    }
    Department.objects.bulk_create(_department(centre, row, rooms) for row in rows("uphc_departments.csv"))
    if not centre.sessions.exists():
        OpdSession.objects.bulk_create(_session(centre, row) for row in rows("uphc_hours.csv"))


def _room(centre, row) -> Room:
    return Room(centre=centre, number=row["number"], name_en=row["name_en"], name_hi=row["name_hi"])


def _department(centre, row, rooms) -> Department:
    names = {name: row[name] for name in ("code", "kind", "name_en", "name_hi")}
    return Department(centre=centre, room=rooms[row["room"]], position=int(row["position"]), **names)


def _session(centre, row) -> OpdSession:
    times = {name: datetime.time.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}
    names = {name: row[name] for name in ("name_en", "name_hi")}
    return OpdSession(centre=centre, weekday=int(row["weekday"]), **times, **names)
