"""Which health centre could treat this today: open now, a doctor at work, and how many wait."""

from dataclasses import dataclass
from datetime import time, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from centres.models import Centre, Department, Membership, OpdSession, SignIn
from centres.permissions import Role
from hms.lib.dates import INDIA
from opd.models import DeskComplaint
from opd.models.care import Level
from opd.nearness import Nearness, nearness
from registration.models import Visit

LEAST_LEFT = timedelta(minutes=30)  # of open hours, to get there
SHOWN = 8
S = Visit.Status


@dataclass(frozen=True)
class Nearer:
    """One centre. `doctor` is who signed in there today; "" when nobody did."""

    centre: Centre
    department: Department | None
    closes: time | None
    hours: str
    doctor: str
    waiting: int
    nearness: Nearness
    is_open: bool

    @property
    def is_possible(self) -> bool:
        return self.is_open and bool(self.doctor) and self.department is not None


def complaints() -> list[DeskComplaint]:
    """What a health centre treats today, as people say it (1 query)."""
    rows = DeskComplaint.objects.filter(diagnosis__care__level=Level.CENTRE)
    return list(rows.select_related("complaint", "diagnosis"))


def nearer(hospital: Centre, row: DeskComplaint, pincode: str) -> list[Nearer]:
    """Live health centres, possible ones first, then the nearest (5 queries)."""
    now = timezone.now().astimezone(INDIA)
    places = list(Centre.objects.filter(kind__in=[Centre.Kind.UPHC, Centre.Kind.UHWC], stage="live", is_active=True))
    sessions: dict[int, list[OpdSession]] = {}
    for one in OpdSession.objects.filter(centre__in=places, weekday=now.weekday()).order_by("starts_at"):
        sessions.setdefault(one.centre_id, []).append(one)
    departments = _departments(places, row.department_kind)
    doctors = _doctors(places, now)
    waiting = _waiting(places, now.date())
    found = [
        _one(place, sessions.get(place.pk, []), departments, doctors, waiting, now, nearness(pincode, place, hospital))
        for place in places
    ]
    return sorted(found, key=lambda one: (not one.is_possible, one.nearness, one.waiting, one.centre.code))[:SHOWN]


def _one(place, sessions, departments, doctors, waiting, now, near) -> Nearer:
    last = (now + LEAST_LEFT).time() if (now + LEAST_LEFT).date() == now.date() else time(23, 59)
    here = [one for one in sessions if one.starts_at <= now.time() and one.ends_at >= last]
    department = departments.get(place.pk)
    return Nearer(
        centre=place,
        department=department,
        closes=here[0].ends_at if here else None,
        hours=", ".join(f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}" for one in sessions),
        doctor=doctors.get(place.pk, ""),
        waiting=waiting.get(department.pk, 0) if department else 0,
        nearness=near,
        is_open=bool(here),
    )


def _departments(places, kind: str) -> dict[int, Department]:
    """The department of that kind, else the general one."""
    rows = Department.objects.filter(centre__in=places, is_active=True, kind__in=[kind, Department.Kind.GENERAL])
    found: dict[int, Department] = {}
    for row in rows.select_related("centre", "room").order_by("-position"):
        if row.centre_id not in found or row.kind == kind:
            found[row.centre_id] = row
    return found


def _doctors(places, now) -> dict[int, str]:
    """Who holds a doctor's role there and has signed in today; no duty list is kept (1 query)."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    seen = SignIn.objects.filter(user=OuterRef("user"), seen_at__gte=today, ended_at=None).order_by("-seen_at")
    rows = Membership.objects.on(now.date()).filter(centre__in=places, role=Role.DOCTOR, user__is_active=True)
    rows = rows.annotate(seen=Subquery(seen.values("seen_at")[:1])).filter(seen__isnull=False)
    return {row.centre_id: row.user.name for row in rows.select_related("user").order_by("seen")}


def _waiting(places, day) -> dict[int, int]:
    rows = Visit.objects.filter(centre__in=places, visit_on=day).order_by().values("department")
    return {row["department"]: row["n"] for row in rows.annotate(n=Count("pk", filter=Q(status=S.WAITING)))}
