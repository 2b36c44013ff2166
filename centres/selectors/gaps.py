"""Reads of gaps: the list, how old they are, what is late, the history of one."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from centres.models import Centre, Gap, GapStep

AGES = ((0, 30), (31, 60), (61, 90), (91, None))  # days since it was found


@dataclass(frozen=True)
class Ageing:
    """Live gaps of one state by how long ago they were found."""

    state: str
    label: str
    counts: list[int]
    late: int

    @property
    def all(self) -> int:
        return sum(self.counts)


def of_office(office: Centre):
    """Newest trouble first: late ones, then by date (1 query)."""
    return Gap.objects.filter(office=office).select_related("centre", "owner").order_by("due_on", "pk")


def of_centre(centre: Centre):
    return Gap.objects.for_centre(centre).select_related("owner").order_by("due_on", "pk")


def ageing(gaps) -> list[Ageing]:
    """One row for each state that is not closed (1 query)."""
    today = timezone.localdate()
    marks = {f"age{place}": Count("pk", filter=_found_between(today, *days)) for place, days in enumerate(AGES)}
    rows = gaps.live().order_by().values("state").annotate(late=Count("pk", filter=Q(due_on__lt=today)), **marks)
    found = {row["state"]: row for row in rows}
    return [
        Ageing(state, label, [found[state][f"age{place}"] for place in range(len(AGES))], found[state]["late"])
        for state, label in Gap.State.choices
        if state in found
    ]


def _found_between(today, youngest: int, oldest: int | None) -> Q:
    since = Q() if oldest is None else Q(found_at__date__gte=today - timedelta(days=oldest))
    return since & Q(found_at__date__lte=today - timedelta(days=youngest))


def history(gap: Gap) -> list[GapStep]:
    """Its own steps and those of what was merged into it (1 query)."""
    steps = GapStep.objects.filter(Q(gap=gap) | Q(gap__merged_into=gap)).exclude(Q(kind="merged") & ~Q(gap=gap))
    return list(steps.select_related("by", "gap").order_by("at", "pk"))


def likely_same(gap: Gap):
    """Other live gaps of the centre, those with the same item first."""
    others = Gap.objects.for_centre(gap.centre).filter(office=gap.office).live().exclude(pk=gap.pk)
    return others.order_by(F("item_code").asc(nulls_last=True), "name_en")
