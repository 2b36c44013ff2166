"""The day as it stands: one line for each centre, the sum of them, and the hours. Counted anew at each look.

Every number has the rows it counts in `rows_behind`, chosen by the same condition.
"""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import timedelta

from django.db.models import Count, DurationField, F, FloatField, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour
from django.utils import timezone

from centres.models import Membership, Workstation
from centres.permissions import Role
from hms.lib.dates import INDIA
from labs.models import LabOrder, Result
from opd.models import Referral, StockBatch
from opd.reporting import register
from opd.reporting.periods import Period
from opd.selectors.referral_report import AVOIDABLE
from registration.models import Visit
from registration.selectors.pace import Median

LONG_WAIT = 60  # minutes
SILENT_AFTER = timedelta(minutes=10)  # a computer at work says every minute that somebody is there
WAIT, STAY = F("called_at") - F("registered_at"), F("done_at") - F("registered_at")
WAITING = Q(status__in=[Visit.Status.WAITING, Visit.Status.AWAY])


@dataclass
class Line:
    """One centre, or all of them. Medians (minutes, seconds at the counter) are None where nobody has got that far."""

    registered: int = 0
    waiting: int = 0
    longest: int | None = None
    wait: int | None = None
    stay: int | None = None
    seconds: int | None = None
    doctors: int = 0
    doctors_all: int = 0
    pending: int = 0
    released: int = 0
    out: int = 0
    arrived: int = 0
    back: int = 0
    avoidable: int = 0
    stock: int = 0
    offline: int = 0
    stations: int = 0

    @property
    def late_mark(self) -> str:
        return "late" if self.longest and self.longest > LONG_WAIT else ""


SUMMED = [field.name for field in fields(Line) if field.name not in {"longest", "wait", "stay", "seconds"}]


@dataclass(frozen=True)
class Hour:
    hour: int
    registered: int
    wait: int | None
    stay: int | None


@dataclass(frozen=True)
class Board:
    lines: list[tuple]  # (centre, Line)
    total: Line
    hours: list[Hour]


def board(centres, period: Period) -> Board:
    """Of one day; at most 12 queries, however many centres."""
    by_centre: dict[int, Line] = defaultdict(Line)
    _visits(centres, period, by_centre)
    for name, (rows, path) in rows_behind(centres, period).items():
        if name in COUNTED_HERE:
            for row in rows.order_by().values(path).annotate(n=Count("pk")):
                setattr(by_centre[row[path]], name, row["n"])
    _stock(centres, by_centre)
    _stations(centres, by_centre)
    _doctors(centres, period, by_centre)
    total = Line(**{name: sum(getattr(line, name) for line in by_centre.values()) for name in SUMMED})
    for name, value in _paces(register.visits(centres, period).filter(register.COUNTED)).items():
        setattr(total, name, value)
    lines = [(centre, by_centre[centre.pk]) for centre in centres]
    return Board(lines, total, _hours(centres, period))


COUNTED_HERE = ("pending", "released", "out", "arrived", "back", "avoidable")


def rows_behind(centres, period: Period) -> dict[str, tuple[QuerySet, str]]:
    """For each number its rows and the path from a row to its centre."""
    begin, end = period.moments
    visits = register.visits(centres, period).filter(register.COUNTED)
    orders = LabOrder.objects.for_centres(centres).filter(visit__visit_on__range=(period.first, period.last))
    results = Result.objects.for_centres(centres).filter(released_at__gte=begin, released_at__lt=end, is_current=True)
    referrals = Referral.objects.for_centres(centres)
    back = referrals.filter(status=Referral.Status.BACK)
    out = referrals.filter(referred_at__gte=begin, referred_at__lt=end)
    return {
        "registered": (visits, "centre"),
        "waiting": (visits.filter(WAITING), "centre"),
        "called": (visits.exclude(called_at=None), "centre"),
        "pending": (orders.open(), "visit__centre"),
        "released": (results, "order__visit__centre"),
        "out": (out, "visit__centre"),
        "arrived": (referrals.filter(arrived_at__gte=begin, arrived_at__lt=end), "visit__centre"),
        "back": (back.filter(closed_at__gte=begin, closed_at__lt=end), "visit__centre"),
        "avoidable": (out.filter(up_reason__in=AVOIDABLE), "visit__centre"),
    }  # fmt: skip


def _visits(centres, period, by_centre) -> None:
    rows = register.visits(centres, period).filter(register.COUNTED).order_by().values("centre")
    found = rows.annotate(
        registered=Count("pk"),
        waiting=Count("pk", filter=WAITING),
        doctors=Count("called_by", distinct=True),
        since=Min("registered_at", filter=Q(status=Visit.Status.WAITING)),
        **_medians(),
    )
    for row in found:
        line = by_centre[row["centre"]]
        line.registered, line.waiting, line.doctors = row["registered"], row["waiting"], row["doctors"]
        line.longest = _minutes(timezone.now() - row["since"]) if row["since"] else None
        line.wait, line.stay, line.seconds = _minutes(row["m_wait"]), _minutes(row["m_stay"]), _whole(row["m_seconds"])


def _medians() -> dict:
    return {
        "m_wait": Median(WAIT, output_field=DurationField()),
        "m_stay": Median(STAY, output_field=DurationField()),
        "m_seconds": Median("seconds_at_counter", output_field=FloatField()),
    }


def _paces(visits) -> dict[str, int | None]:
    found = visits.order_by().aggregate(since=Min("registered_at", filter=Q(status=Visit.Status.WAITING)), **_medians())
    return {
        "wait": _minutes(found["m_wait"]),
        "stay": _minutes(found["m_stay"]),
        "seconds": _whole(found["m_seconds"]),
        "longest": _minutes(timezone.now() - found["since"]) if found["since"] else None,
    }


def _hours(centres, period) -> list[Hour]:
    rows = register.visits(centres, period).filter(register.COUNTED).order_by()
    medians = _medians()
    del medians["m_seconds"]
    found = rows.annotate(hour=ExtractHour("registered_at", tzinfo=INDIA)).values("hour")
    counted = {row["hour"]: row for row in found.annotate(n=Count("pk"), **medians)}
    if not counted:
        return []
    empty = {"n": 0, "m_wait": None, "m_stay": None}
    every = [(hour, counted.get(hour, empty)) for hour in range(min(counted), max(counted) + 1)]
    return [Hour(hour, row["n"], _minutes(row["m_wait"]), _minutes(row["m_stay"])) for hour, row in every]


def empty_shelves(centres) -> QuerySet:
    """Medicines that a centre keeps and has none of: {"centre", "medicine"}."""
    today = timezone.localdate()
    kept = StockBatch.objects.for_centres(centres).order_by().values("centre", "medicine")
    return kept.annotate(left=Sum("quantity", filter=Q(expires_on__gte=today), default=0)).filter(left=0)


def _stock(centres, by_centre) -> None:
    for row in empty_shelves(centres):
        by_centre[row["centre"]].stock += 1


def stations(centres) -> QuerySet[Workstation]:
    """Computers opened for today, each with `seen`: when somebody was last there."""
    rows = Workstation.objects.for_centres(centres).filter(open_until__gt=timezone.now())
    return rows.annotate(seen=Max("sign_ins__seen_at")).order_by("centre", "name")


def silent(centres) -> QuerySet[Workstation]:
    return stations(centres).filter(Q(seen=None) | Q(seen__lt=timezone.now() - SILENT_AFTER))


def _stations(centres, by_centre) -> None:
    border = timezone.now() - SILENT_AFTER
    for row in stations(centres):
        by_centre[row.centre_id].stations += 1
        by_centre[row.centre_id].offline += row.seen is None or row.seen < border


def _doctors(centres, period, by_centre) -> None:
    """How many work there that day, whoever has called somebody in or not."""
    rows = Membership.objects.for_centres(centres).on(period.last).filter(role=Role.DOCTOR, user__is_active=True)
    for row in rows.order_by().values("centre").annotate(n=Count("user", distinct=True)):
        by_centre[row["centre"]].doctors_all = row["n"]


def _minutes(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds() / 60)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
