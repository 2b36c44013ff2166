"""Pools of specialists with what waits in each."""

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils import timezone

from centres.models import OpdSession
from opd.models import EConsult, PoolMember, SpecialistPool


@dataclass(frozen=True)
class PoolRow:
    pool: SpecialistPool
    members: list[str]
    waiting: int
    late: int

    @property
    def days(self) -> str:
        """ "Monday – Saturday", "Monday, Thursday": days in a row are one span."""
        return ", ".join(" – ".join(map(_name, sorted({span[0], span[-1]}))) for span in _spans(self.pool.weekdays))


def _name(day: int) -> str:
    return str(OpdSession.Weekday(day).label)


def _spans(days: list[int]) -> list[list[int]]:
    """Days that follow each other together; of two, each alone."""
    spans: list[list[int]] = []
    for day in sorted(days):
        if spans and spans[-1][-1] == day - 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return [part for span in spans for part in ([span] if len(span) > 2 else [[day] for day in span])]


def pools(centre=None) -> list[PoolRow]:
    """Of one hospital, or of all (2 queries)."""
    rows = SpecialistPool.objects.for_centre(centre) if centre else SpecialistPool.objects.all()
    waits = Q(e_consults__status=EConsult.Status.WAITING)
    late = waits & Q(e_consults__due_at__lt=timezone.now())
    rows = list(
        rows.select_related("centre")
        .annotate(waiting=Count("e_consults", filter=waits), late=Count("e_consults", filter=late))
        .order_by("centre__code", "name_en")
    )
    names: dict[int, list[str]] = {}
    members = PoolMember.objects.filter(pool__in=rows, removed_at=None).select_related("user")
    for member in members.order_by(F("user__name_en")):
        names.setdefault(member.pool_id, []).append(member.user.name)
    return [PoolRow(pool, names.get(pool.pk, []), pool.waiting, pool.late) for pool in rows]
