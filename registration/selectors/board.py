"""What the waiting room sees: tokens, rooms and hours. No names."""

from dataclasses import dataclass, field

from django.utils import timezone

from centres.models import Department, OpdSession
from registration.models import Visit
from registration.selectors.queue import open_departments

S = Visit.Status
NEXT_SHOWN = 4
CALLED_SHOWN = 3  # the newest call, and those before it who are still on their way in


@dataclass
class Row:
    """One department. `called`: the newest first. `calls` differs with every call, also a repeated one."""

    department: Department
    called: list[int] = field(default_factory=list)
    upcoming: list[int] = field(default_factory=list)
    first: set[int] = field(default_factory=set)  # tokens called before their turn; the screen never says why
    waiting: int = 0
    calls: str = ""

    @property
    def now(self) -> int | None:
        return self.called[0] if self.called else None


@dataclass(frozen=True)
class Showing:
    rows: list[Row]
    sessions: list[OpdSession]
    has_first: bool  # somebody on the screen is called before their turn
    is_open: bool  # within today's hours; a centre without hours is always open


def showing(centre, now=None) -> Showing:
    """Everything on the screen (3 queries, whatever the queue)."""
    now = timezone.localtime(now)
    rows = {department.pk: Row(department) for department in open_departments(centre)}
    visits = Visit.objects.for_centre(centre).of_day(now.date()).filter(status__in=[S.WAITING, S.CALLED])
    for department, token, called_at, status, is_first in visits.in_queue_order().values_list(
        "department", "token", "called_at", "status", "is_priority"
    ):
        if row := rows.get(department):
            _add(row, token, called_at if status == S.CALLED else None)
            if is_first:
                row.first.add(token)
    for row in rows.values():
        _settle(row)
    sessions = list(OpdSession.objects.for_centre(centre).order_by("weekday", "starts_at"))
    today = [one for one in sessions if one.weekday == now.weekday()]
    is_open = not sessions or any(one.starts_at <= now.time() <= one.ends_at for one in today)
    has_first = any(row.first & set(row.upcoming) for row in rows.values())
    return Showing(list(rows.values()), today, has_first, is_open)


def _add(row: Row, token: int, called_at) -> None:
    if called_at is None:
        row.waiting += 1
        row.upcoming.append(token)
    else:
        row.called.append((called_at, token))


def _settle(row: Row) -> None:
    calls = sorted(row.called, reverse=True)[:CALLED_SHOWN]
    row.calls = f"{calls[0][1]}-{calls[0][0].timestamp():.0f}" if calls else ""
    row.called = [token for _at, token in calls]
    row.upcoming = row.upcoming[:NEXT_SHOWN]
