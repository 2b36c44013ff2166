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
        return ", ".join(str(OpdSession.Weekday(day).label) for day in self.pool.weekdays)


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
