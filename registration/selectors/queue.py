"""The queue of a department and how each department of a centre stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

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
    def is_late(self) -> bool:
        """Whether somebody has been waiting longer than LATE_AFTER."""
        return self.waits_since is not None and timezone.now() - self.waits_since > LATE_AFTER


def queue(centre, department, day):
    """Everybody of the day in calling order, cancelled visits left out (1 query)."""
    visits = Visit.objects.for_centre(centre).of_day(day).filter(department=department)
    return visits.exclude(status=S.CANCELLED).select_related("patient", "room", "department").in_queue_order()


def counts(centre, day) -> list[DepartmentCount]:
    """Every open department of the centre in its order, also those without a visit (1 query)."""
    departments = Department.objects.for_centre(centre).filter(is_active=True).select_related("room", "centre")
    of_day = Q(visits__visit_on=day)
    last_called = (
        Visit.objects.for_centre(centre)
        .of_day(day)
        .filter(department=OuterRef("pk"), called_at__isnull=False)
        .order_by("-called_at")
    )
    rows = departments.annotate(
        registered=Count("visits", filter=of_day & ~Q(visits__status=S.CANCELLED)),
        **{str(state): Count("visits", filter=of_day & Q(visits__status=state)) for state in S.values},
        now=Subquery(last_called.values("token")[:1]),
        last_called_at=Max("visits__called_at", filter=of_day),
        waits_since=Min("visits__registered_at", filter=of_day & Q(visits__status=S.WAITING)),
    ).order_by("position", "code")
    names = ("registered", *S.values, "now", "waits_since")
    return [DepartmentCount(row, **{name: getattr(row, name) for name in names}) for row in rows]
