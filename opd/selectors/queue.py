"""The queue of one department as the doctor's room shows it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from hms.lib.dates import age_on
from labs.models import LabOrder
from opd.models import Vitals
from registration import selectors as registration
from registration.models import Visit

LATE_AFTER = timedelta(minutes=30)
S = Visit.Status


@dataclass(frozen=True)
class Row:
    """One visit of today in the queue. Minutes are since registration for who waits, since the call for who is in."""

    visit: Visit
    minutes: int
    is_late: bool
    has_vitals: bool
    pending: int
    ready: int

    @property
    def handed_to(self):
        """The doctor who was asked to go on with the draft, while it is not signed."""
        draft = getattr(self.visit, "consultation", None)
        return draft.handed_to if draft and not draft.signed_at else None

    @property
    def age(self) -> str:
        return age_on(self.visit.patient.birth_date, self.visit.visit_on).label

    @property
    def is_back_with_reports(self) -> bool:
        """All that was asked for has been released and the person is not being seen: their turn comes again."""
        return bool(self.ready) and not self.pending and self.visit.status in {S.AWAY, S.WAITING}


@dataclass(frozen=True)
class Board:
    called: list[Row]
    ready: list[Row]
    waiting: list[Row]
    away: list[Row]
    done: list[Row]

    @property
    def waiting_count(self) -> int:
        return len(self.ready) + len(self.waiting)

    @property
    def stamp(self) -> str:
        """Changes when the page would: compared by the page that asks again every few seconds."""
        rows = [*self.called, *self.ready, *self.waiting, *self.away, *self.done]
        seen = [
            (row.visit.pk, row.visit.version, row.minutes if row.visit.status in {S.WAITING, S.CALLED} else 0,
             row.has_vitals, row.pending, row.ready)
            for row in rows
        ]  # fmt: skip
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def board(centre, department) -> Board:
    """Today's queue by state, in calling order (1 query, however many)."""
    rows = [_row(visit) for visit in _visits(centre, department)]
    by_state = {state: [row for row in rows if row.visit.status == state] for state in S.values}
    ready = [row for row in rows if row.is_back_with_reports]
    return Board(
        called=sorted(by_state[S.CALLED], key=lambda row: row.visit.called_at),
        ready=ready,
        waiting=[row for row in by_state[S.WAITING] if row not in ready],
        away=[row for row in by_state[S.AWAY] if row not in ready],
        done=sorted(by_state[S.DONE], key=lambda row: row.visit.done_at, reverse=True),
    )


def without_vitals(centre) -> list[Row]:
    """Who waits today in any department and has not been measured, first come first (1 query)."""
    visits = _annotated(Visit.objects.for_centre(centre).of_day(timezone.localdate()))
    waiting = visits.filter(status__in=[S.WAITING, S.CALLED], has_vitals=False)
    waiting = waiting.select_related("patient", "department", "room").order_by("-is_priority", "registered_at")
    return [_row(visit) for visit in waiting]


def _visits(centre, department):
    queue = registration.queue(centre, department, timezone.localdate())
    return _annotated(queue.select_related("patient", "room", "department", "consultation__handed_to"))


def _annotated(visits):
    asked = LabOrder.objects.filter(visit=OuterRef("pk")).exclude(status=LabOrder.Status.CANCELLED)
    released = asked.filter(status=LabOrder.Status.RELEASED)
    return visits.annotate(
        has_vitals=Exists(Vitals.objects.filter(visit=OuterRef("pk"), is_current=True)),
        asked=_count(asked),
        ready=_count(released),
    ).annotate(pending=F("asked") - F("ready"))


def _count(orders):
    counted = orders.order_by().values("visit").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _row(visit) -> Row:
    since = visit.called_at if visit.status == S.CALLED else visit.registered_at
    waited = max(timezone.now() - since, timedelta())
    return Row(
        visit=visit,
        minutes=int(waited.total_seconds() // 60),
        is_late=visit.status == S.WAITING and waited >= LATE_AFTER,
        has_vitals=visit.has_vitals,
        pending=visit.pending,
        ready=visit.ready,
    )
