"""The shelf of a centre: what is there, how long it lasts at the pace of the last days, and what was not to be had."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from opd.models import Dispensing, Medicine, StockBatch, StockMove

WINDOW_DAYS = 30  # real use is counted over these
SOON_DAYS = 90  # expiry that is shown before it comes
LOW_DAYS = 14  # less than this many days of stock is low
OUTGOING = (StockMove.Kind.DISPENSED, StockMove.Kind.TAKEN_BACK)


@dataclass
class Shelf:
    """One medicine at one centre. Quantities in its own unit; `used` within the window; `days_left` None unused."""

    medicine: Medicine
    batches: list[StockBatch] = field(default_factory=list)
    used: int = 0
    out_days: int = 0
    not_there: int = 0

    @property
    def on_hand(self) -> int:
        today = timezone.localdate()
        return sum(batch.quantity for batch in self.batches if batch.expires_on >= today)

    @property
    def expired(self) -> int:
        today = timezone.localdate()
        return sum(batch.quantity for batch in self.batches if batch.expires_on < today)

    @property
    def next_expiry(self) -> date | None:
        today = timezone.localdate()
        return min((b.expires_on for b in self.batches if b.quantity and b.expires_on >= today), default=None)

    @property
    def days_left(self) -> int | None:
        return self.on_hand * WINDOW_DAYS // self.used if self.used > 0 else None

    @property
    def state(self) -> str:
        """out, expired, low, soon or ok: the first that is true."""
        if not self.on_hand:
            return "out"
        if self.expired:
            return "expired"
        if self.days_left is not None and self.days_left < LOW_DAYS:
            return "low"
        soon = timezone.localdate() + timedelta(days=SOON_DAYS)
        return "soon" if self.next_expiry and self.next_expiry <= soon else "ok"


URGENCY = ["out", "expired", "low", "soon", "ok"]


def shelf(centre) -> list[Shelf]:
    """Every medicine this centre has ever had or lacked, the most pressing first (3 queries)."""
    rows: dict[int, Shelf] = {}
    for batch in StockBatch.objects.for_centre(centre).select_related("medicine"):
        rows.setdefault(batch.medicine_id, Shelf(batch.medicine)).batches.append(batch)
    _count_use(centre, rows)
    _count_missing(centre, rows)
    return sorted(rows.values(), key=lambda row: (URGENCY.index(row.state), row.medicine.name_en, row.medicine.pk))


def _count_use(centre, rows: dict[int, Shelf]) -> None:
    since = timezone.localdate() - timedelta(days=WINDOW_DAYS - 1)
    moves = StockMove.objects.for_centre(centre).filter(moved_at__date__gte=since).order_by()
    by_day = moves.annotate(day=TruncDate("moved_at")).values_list("batch__medicine", "kind", "day")
    changes: dict[int, dict[date, int]] = {}
    for medicine, kind, day, change in by_day.annotate(sum=Sum("change")):
        if kind in OUTGOING:
            rows[medicine].used -= change
        of_day = changes.setdefault(medicine, {})
        of_day[day] = of_day.get(day, 0) + change
    for key, row in rows.items():
        row.out_days = _out_days(row, changes.get(key, {}), since)


def _out_days(row: Shelf, changes: dict[date, int], since: date) -> int:
    """Days of the window that ended with nothing on the shelf, from the first day the medicine was kept here."""
    first = min(timezone.localtime(batch.received_at).date() for batch in row.batches)
    day, left, out = timezone.localdate(), sum(batch.quantity for batch in row.batches), 0
    while day >= max(first, since):
        out += left <= 0
        left -= changes.get(day, 0)
        day -= timedelta(days=1)
    return out


def _count_missing(centre, rows: dict[int, Shelf]) -> None:
    """How often the window had to say no, of medicines that are on the list."""
    since = timezone.now() - timedelta(days=WINDOW_DAYS)
    missing = (
        Dispensing.objects.for_centre(centre)
        .filter(outcome=Dispensing.Outcome.NOT_AVAILABLE, taken_back_at=None, given_at__gte=since)
        .exclude(medicine=None)
        .values("medicine")
        .annotate(count=Count("pk"))
    )
    counts = {row["medicine"]: row["count"] for row in missing}
    unknown = Medicine.objects.filter(pk__in=set(counts) - set(rows)) if set(counts) - set(rows) else []
    rows.update({medicine.pk: Shelf(medicine) for medicine in unknown})
    for key, count in counts.items():
        rows[key].not_there = count


def batch_history(batch: StockBatch):
    """The stock book of one batch, newest first (1 query)."""
    return batch.moves.select_related("moved_by", "dispensing")


def h1_register(centre, first: date, last: date):
    """Schedule H1 medicines handed out from `first` to `last`, both included, in order (1 query).

    Drugs Rules 1945, rule 65: name and address of the prescriber, name of the patient, drug and quantity; kept 3 years.
    """
    return (
        Dispensing.objects.for_centre(centre)
        .filter(
            medicine__schedule="H1",
            outcome__in=Dispensing.HANDED_OUT,
            given_at__date__gte=first,
            given_at__date__lte=last,
        )
        .select_related("item__consultation__visit__patient", "item__consultation__visit__centre")
        .select_related("item__consultation__signed_by", "given_by", "batch")
        .order_by("given_at", "pk")
    )
