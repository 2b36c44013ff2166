"""The shelf: what is there, what runs out, and what expires soon."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch
from django.utils import timezone

from labs.models import Reagent, ReagentLot, ReagentMove

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Shelf:
    """One reagent. `usable` counts only lots that have not expired."""

    reagent: Reagent
    lots: list[ReagentLot]
    usable: int

    @property
    def is_short(self) -> bool:
        return self.usable < max(self.reagent.least, 1)


def shelf(centre) -> list[Shelf]:
    """Everything in use here, what is short first (3 queries)."""
    lots = ReagentLot.objects.filter(quantity__gt=0).order_by("expires_on")
    rows = (
        Reagent.objects.for_centre(centre)
        .filter(is_active=True)
        .prefetch_related("tests", Prefetch("lots", queryset=lots, to_attr="standing"))
        .order_by("name")
    )
    today = timezone.localdate()
    found = []
    for reagent in rows:
        for lot in reagent.standing:
            lot.is_expired = lot.expires_on < today
            lot.is_soon = not lot.is_expired and lot.expires_on <= today + SOON
        usable = sum(lot.quantity for lot in reagent.standing if not lot.is_expired)
        found.append(Shelf(reagent, reagent.standing, usable))
    return sorted(found, key=lambda one: not one.is_short)


def short_for(centre, test_ids) -> list[Shelf]:
    """Kits of these tests that run out: fewer than should be there (3 queries)."""
    wanted = set(test_ids)
    return [one for one in shelf(centre) if one.is_short and wanted & {test.pk for test in one.reagent.tests.all()}]


def moves(centre, limit: int = 30) -> list[ReagentMove]:
    """The last moves (1 query)."""
    rows = ReagentMove.objects.for_centre(centre).select_related("lot__reagent", "moved_by")
    return list(rows.order_by("-moved_at", "-pk")[:limit])
