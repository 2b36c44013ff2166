"""Essential medicines that ran out on a day of a month, by the stock book of each centre (2 queries for any number)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Min, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from hms.lib.dates import INDIA
from opd.models import StockBatch, StockMove
from opd.reporting.periods import Period


@dataclass
class Shortage:
    """Of one centre: essential medicines kept on its shelf in the period, and those that stood at zero on some day."""

    kept: set[int] = field(default_factory=set)
    out: set[int] = field(default_factory=set)

    @property
    def rate(self) -> str:
        """Per cent of the kept ones with one decimal: "12.5"."""
        return f"{len(self.out) * 100 / len(self.kept):.1f}" if self.kept else "0.0"


def shortages(centres, period: Period) -> dict[int, Shortage]:
    """By centre; a centre without any stock book is not in it. Essential: on the list for primary level (NLEM)."""
    batches = StockBatch.objects.for_centres(centres).filter(medicine__is_primary_level=True).order_by()
    now = {
        (row["centre"], row["medicine"]): row
        for row in batches.values("centre", "medicine").annotate(left=Sum("quantity"), since=Min("received_at"))
    }
    changes = _changes(centres, period.first)
    found: dict[int, Shortage] = defaultdict(Shortage)
    last = min(period.last, timezone.localdate())
    for (centre, medicine), row in now.items():
        since = timezone.localtime(row["since"], INDIA).date()
        if since > last:
            continue
        found[centre].kept.add(medicine)
        if _ran_out(row["left"], changes[centre, medicine], max(since, period.first), last):
            found[centre].out.add(medicine)
    return dict(found)


def _changes(centres, first: date) -> dict[tuple[int, int], dict[date, int]]:
    essential = StockMove.objects.for_centres(centres).filter(batch__medicine__is_primary_level=True)
    moves = essential.filter(moved_at__gte=datetime.combine(first, time.min, INDIA)).order_by()
    by_day = moves.annotate(day=TruncDate("moved_at", tzinfo=INDIA))
    rows = by_day.values("batch__centre", "batch__medicine", "day")
    found: dict = defaultdict(dict)
    for row in rows.annotate(sum=Sum("change")):
        found[row["batch__centre"], row["batch__medicine"]][row["day"]] = row["sum"]
    return found


def _ran_out(left: int, changes: dict[date, int], first: date, last: date) -> bool:
    """Going back from today's stock: whether any day from `first` to `last` ended with nothing."""
    day = timezone.localdate()
    while day >= first:
        if day <= last and left <= 0:
            return True
        left -= changes.get(day, 0)
        day -= timedelta(days=1)
    return False
