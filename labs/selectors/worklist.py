"""The bench's list: one row for each patient with open tests, in the order of their tokens."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone

from labs.models import LabOrder
from labs.selectors.critical import critical_not_told
from registration.models import Visit

Status = LabOrder.Status
NEEDS_SAMPLE = ~Q(test__container="")
TO_COLLECT = Q(status=Status.ORDERED) & NEEDS_SAMPLE
TO_ENTER = Q(status=Status.COLLECTED) | (Q(status=Status.ORDERED) & Q(test__container=""))
TO_RELEASE = Q(status=Status.RESULTED)
OPEN = Q(status__in=[Status.ORDERED, Status.COLLECTED, Status.RESULTED])
TOKEN_ORDER = ("visit__visit_on", "visit__place", "visit__token", "visit_id")
SHOWS = ("all", "collect", "enter", "release", "critical", "done")


@dataclass
class Row:
    """One visit with its tests of the chosen state, and how many wait at each step."""

    visit: Visit
    orders: list[LabOrder] = field(default_factory=list)

    @cached_property
    def names(self) -> list[str]:
        """What to call out: a panel once, then the single tests."""
        return list(
            dict.fromkeys(one.name for one in dict.fromkeys(order.panel or order.test for order in self.orders))
        )

    @property
    def more(self) -> int:
        """Names beyond the six that the list shows."""
        return max(len(self.names) - 6, 0)

    @cached_property
    def is_urgent(self) -> bool:
        return any(order.is_urgent for order in self.orders)

    @property
    def since(self) -> datetime:
        return min(order.ordered_at for order in self.orders)

    @cached_property
    def waiting(self) -> dict[str, int]:
        """How many tests wait at each step; "again" are those of "collect" whose sample was no good."""
        found = dict.fromkeys(("collect", "again", "enter", "release"), 0)
        for order in self.orders:
            if order.status == Status.RESULTED:
                found["release"] += 1
            elif order.status == Status.ORDERED and order.test.needs_sample:
                found["collect"] += 1
                found["again"] += order.needs_new_sample
            elif order.status in {Status.ORDERED, Status.COLLECTED}:
                found["enter"] += 1
        return found

    @property
    def is_from_earlier_day(self) -> bool:
        return self.visit.visit_on < timezone.localdate()


def worklist(centre, show: str = "all", section: str = "") -> list[Row]:
    """Patients with tests in this state (6 queries), of one section where given. Urgent ones first, by token."""
    orders = (
        LabOrder.objects.for_centre(centre)
        .filter(which(show), **({"test__category": section} if section else {}))
        .prefetch_related("test", "panel", "visit__patient", "visit__department")  # each row once, not once an order
        .order_by(*TOKEN_ORDER, "panel__position", "test__position")
    )
    rows: dict[int, Row] = {}
    for order in orders:
        row = rows.setdefault(order.visit_id, Row(order.visit))
        row.orders.append(order)
    return sorted(rows.values(), key=lambda row: not row.is_urgent)


def counts(centre) -> dict[str, int]:
    """How many patients wait at each step (1 query), and how many critical values nobody has been told of (1)."""
    today = _released_today()
    found = (
        LabOrder.objects.for_centre(centre)
        .filter(OPEN | today)
        .aggregate(
            all=Count("visit", filter=OPEN, distinct=True),
            collect=Count("visit", filter=TO_COLLECT, distinct=True),
            enter=Count("visit", filter=TO_ENTER, distinct=True),
            release=Count("visit", filter=TO_RELEASE, distinct=True),
            done=Count("visit", filter=today, distinct=True),
        )
    )
    return {**found, "critical": critical_not_told(centre).count()}


def next_step(visit: Visit) -> str:
    """The page of this visit where its laboratory goes on (1 query)."""
    orders = LabOrder.objects.for_centre(visit.centre).filter(visit=visit)
    found = orders.aggregate(
        collect=Count("pk", filter=TO_COLLECT),
        results=Count("pk", filter=TO_ENTER),
        release=Count("pk", filter=TO_RELEASE),
    )
    return next((step for step, count in found.items() if count), "reports")


def which(show: str) -> Q:
    return {"collect": TO_COLLECT, "enter": TO_ENTER, "release": TO_RELEASE, "done": _released_today()}.get(show, OPEN)


def _released_today() -> Q:
    now = timezone.localtime()
    return Q(status=Status.RELEASED, released_at__gte=now.replace(hour=0, minute=0, second=0, microsecond=0))
