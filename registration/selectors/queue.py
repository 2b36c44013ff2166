"""The queue of a department and how each department of a centre stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Department
from registration.models import Visit

LATE_AFTER = timedelta(minutes=60)
S = Visit.Status


@dataclass(frozen=True)
class DepartmentCount:
    """One department on one day. `now` is the token called last, None before the first."""

    department: Department
    registered: int
    waiting: int
    called: int
    away: int
    done: int
    cancelled: int
    now: int | None
    waits_since: datetime | None

    @property
    def label(self) -> str:
        """As "General OPD — room 2 (12 waiting)"."""
        room = _(" — room %(number)s") % {"number": self.department.room.number} if self.department.room else ""
        return f"{self.department.name}{room} ({_('%(count)d waiting') % {'count': self.waiting}})"

    @property
    def is_late(self) -> bool:
        """Whether somebody has been waiting longer than LATE_AFTER."""
        return self.waits_since is not None and timezone.now() - self.waits_since > LATE_AFTER


def queue(centre, department, day):
    """Everybody of the day in calling order, cancelled visits left out (1 query)."""
    visits = Visit.objects.for_centre(centre).of_day(day).filter(department=department)
    return visits.exclude(status=S.CANCELLED).select_related("patient", "room", "department").in_queue_order()


def open_departments(centre) -> list[Department]:
    """In the centre's own order (1 query)."""
    departments = Department.objects.for_centre(centre).filter(is_active=True)
    return list(departments.select_related("room", "centre").order_by("position", "code"))


def counts(centre, day) -> list[DepartmentCount]:
    """Every open department of the centre in its order, also those without a visit (2 queries)."""
    of_day = Visit.objects.for_centre(centre).of_day(day)
    state = {name: Count("pk", filter=Q(status=name)) for name in S.values}
    rows = of_day.values("department").annotate(
        **state,
        # The token called last; those never called stand outside.
        calls=ArrayAgg("token", filter=Q(called_at__isnull=False), order_by="-called_at"),
        waits_since=Min("registered_at", filter=Q(status=S.WAITING)),
    )
    by_department = {row["department"]: row for row in rows}
    return [_count(department, by_department.get(department.pk, {})) for department in open_departments(centre)]


def _count(department: Department, row: dict) -> DepartmentCount:
    states = {name: row.get(name, 0) for name in S.values}
    calls = row.get("calls") or [None]
    return DepartmentCount(
        department=department,
        registered=sum(states.values()) - states[S.CANCELLED],
        now=calls[0],
        waits_since=row.get("waits_since"),
        **states,
    )
