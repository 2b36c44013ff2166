"""What a centre could not give: counted by doctors while they prescribe, and at the pharmacy window."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language

from opd.models import Dispensing, UnmetNeed

DAYS = 90
Kind = UnmetNeed.Kind


class Missing(NamedTuple):
    """`times` counts visits; `last` is the newest of them."""

    kind: str
    name: str
    times: int
    last: object

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


def unmet(centre) -> list[Missing]:
    """The most wanted first, of the last DAYS (2 queries)."""
    since = timezone.now() - timedelta(days=DAYS)
    counted: dict[tuple, Missing] = {}
    for row in [*_asked(centre, since), *_window(centre, since)]:
        key = (row.kind, row.name.lower())
        there = counted.get(key)
        total = row.times + (there.times if there else 0)
        counted[key] = row._replace(times=total, last=max(row.last, there.last) if there else row.last)
    return sorted(counted.values(), key=lambda row: (-row.times, row.name.lower()))


def _asked(centre, since) -> list[Missing]:
    rows = UnmetNeed.objects.for_centre(centre).filter(noted_at__gte=since).order_by()
    return [Missing(*row) for row in rows.values_list("kind", "name").annotate(Count("pk"), Max("noted_at"))]


def _window(centre, since) -> list[Missing]:
    name = "name_hi" if get_language() == "hi" else "name_en"
    rows = Dispensing.objects.for_centre(centre).filter(
        outcome=Dispensing.Outcome.NOT_AVAILABLE, given_at__gte=since, taken_back_at=None
    )
    rows = rows.order_by().values_list(f"item__{name}", "item__strength").annotate(Count("pk"), Max("given_at"))
    return [Missing(Kind.MEDICINE, f"{called} {strength}".strip(), *counted) for called, strength, *counted in rows]
