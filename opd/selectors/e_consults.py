"""Questions to specialists, seen from both sides."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from opd.e_consults import Hours, is_open
from opd.models import EConsult, EConsultEntry, PoolMember, SpecialistPool

S = EConsult.Status
WAITING = (S.WAITING, S.ASKED_BACK)
ANSWERED = (S.ANSWERED, S.ACCEPTED, S.DECLINED)
MOST = 100
ROWS = [
    "visit__patient", "visit__centre", "visit__department", "visit__room", "pool__centre", "asked_by", "asked_to",
    "answered_by",
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question on one clock."""

    row: EConsult
    now: datetime

    @property
    def is_late(self) -> bool:
        return self.row.status == S.WAITING and self.row.due_at < self.now

    @property
    def minutes(self) -> int:
        """Until the answer is due, or since it was."""
        return abs(int((self.row.due_at - self.now).total_seconds())) // 60

    @property
    def hours(self) -> int:
        return self.minutes // 60


def of_centre(centre) -> list[Asked]:
    """What this centre asked: answers to read first, then the late ones, then what waits (1 query)."""
    rows = EConsult.objects.for_centre(centre).exclude(status__in=[S.DRAFT, S.WITHDRAWN]).select_related(*ROWS)
    asked = _timed(rows.order_by("-asked_at")[:MOST])
    order = [S.ANSWERED, S.ASKED_BACK, S.WAITING, S.ACCEPTED, S.DECLINED]
    return sorted(asked, key=lambda one: (order.index(one.row.status), not one.is_late, not one.row.is_red_flag))


def of_visit(visit) -> list[Asked]:
    """1 query."""
    rows = EConsult.objects.filter(visit=visit).exclude(status=S.WITHDRAWN).select_related("pool__centre", "asked_to")
    return _timed(rows.order_by("-saved_at"))


def for_specialist(user, centre):
    """Every question this person may open at `centre`: asked of a pool of theirs, and not of a colleague alone."""
    mine = PoolMember.objects.filter(pool=OuterRef("pool"), user=user, removed_at=None)
    reach = Q(asked_to=None) | Q(asked_to=user) | Q(to_pool_at__isnull=False) | Q(answered_by=user)
    return EConsult.objects.filter(reach, Exists(mine), pool__centre=centre).exclude(status__in=[S.DRAFT, S.WITHDRAWN])


def worklist(user, centre) -> list[Asked]:
    """What waits for this person: warning signs first, then by when the answer is due (1 query)."""
    rows = for_specialist(user, centre).filter(status=S.WAITING).select_related(*ROWS)
    return _timed(rows.order_by("-is_red_flag", "due_at")[:MOST])


def answered_by(user, centre, *, limit: int = 10) -> list[EConsult]:
    """What became of this person's answers, newest first (1 query)."""
    rows = for_specialist(user, centre).filter(answered_by=user).select_related(*ROWS)
    return list(rows.order_by("-answered_at")[:limit])


def is_member(user, centre) -> bool:
    return PoolMember.objects.for_centre(centre).filter(user=user, removed_at=None).exists()


def late(centre=None) -> list[Asked]:
    """Before the person in charge: nobody answered in time (1 query)."""
    rows = EConsult.objects.filter(status=S.WAITING, in_charge_at__isnull=False)
    if centre:
        rows = rows.filter(pool__centre=centre)
    return _timed(rows.select_related("pool__centre", "visit__centre", "asked_to").order_by("due_at")[:MOST])


def pools_to_ask() -> list[SpecialistPool]:
    """Pools with somebody in them, the open ones first (1 query)."""
    there = PoolMember.objects.filter(pool=OuterRef("pk"), removed_at=None)
    rows = SpecialistPool.objects.filter(Exists(there), is_active=True, centre__is_active=True)
    return sorted(rows.select_related("centre"), key=lambda pool: not is_open(timezone.now(), hours(pool)))


def hours(pool: SpecialistPool) -> Hours:
    return Hours(tuple(pool.weekdays), pool.opens_at, pool.closes_at)


def same_specialist(patient) -> EConsult | None:
    """The newest answered question about this person whose specialist still answers there (1 query)."""
    still = PoolMember.objects.filter(pool=OuterRef("pool"), user=OuterRef("answered_by"), removed_at=None)
    rows = EConsult.objects.filter(Exists(still), visit__patient=patient, status__in=ANSWERED, pool__is_active=True)
    return rows.select_related("pool__centre", "answered_by").order_by("-answered_at").first()


def said(row: EConsult) -> list[EConsultEntry]:
    return list(row.entries.select_related("written_by"))


def pictures(row: EConsult):
    """Without their content (1 query)."""
    return row.pictures.filter(removed_at=None).defer("content")


def _timed(rows) -> list[Asked]:
    now = timezone.now()
    return [Asked(row, now) for row in rows]
