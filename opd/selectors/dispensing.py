"""The pharmacy window's pages: who comes for medicines today, and what may be handed out against each line."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from math import ceil

from django.db.models import Prefetch, Q
from django.utils import timezone

from centres.models import Centre
from opd.models import Dispensing, PrescriptionItem, StockBatch
from registration.models import Visit

ALTERNATIVES = 6


@dataclass
class ItemRow:
    """One prescribed medicine: what was given so far, and the batches it, or something like it, can come from.

    `batches` first to expire first; `others` are batches of other medicines of the same name or group.
    """

    item: PrescriptionItem
    centre: Centre  # where the window is
    given: list[Dispensing]
    batches: list[StockBatch] = field(default_factory=list)
    others: list[StockBatch] = field(default_factory=list)
    is_stock_kept: bool = False

    @property
    def prescribed(self) -> int | None:
        """Whole units; a half tablet counts as one. None when the doctor left it open."""
        return None if self.item.quantity is None else ceil(self.item.quantity)

    @property
    def handed_out(self) -> int:
        return sum(row.quantity for row in self.standing if row.outcome in Dispensing.HANDED_OUT)

    @property
    def standing(self) -> list[Dispensing]:
        return [row for row in self.given if row.taken_back_at is None]

    @property
    def left(self) -> int | None:
        return None if self.prescribed is None else max(self.prescribed - self.handed_out, 0)

    @property
    def state(self) -> str:
        """open, part, given, missing or unwanted."""
        if not self.standing:
            return "open"
        if self.handed_out:
            return "part" if self.left else "given"
        is_missing = self.standing[-1].outcome == Dispensing.Outcome.NOT_AVAILABLE
        return "missing" if is_missing else "unwanted"

    @property
    def is_missing_here(self) -> bool:
        """This window has said no already; what another centre lacks may well be had here."""
        return self.state == "missing" and self.standing[-1].centre_id == self.centre.pk

    @property
    def is_closed(self) -> bool:
        return self.state in {"given", "unwanted"}


@dataclass
class WindowRow:
    """One visit with a signed prescription, written here or brought from another centre."""

    visit: Visit
    centre: Centre
    items: list[ItemRow]

    @property
    def is_ours(self) -> bool:
        return self.visit.centre_id == self.centre.pk

    @property
    def state(self) -> str:
        states = {row.state for row in self.items}
        if states == {"open"}:
            return "waiting"
        return "part" if states & {"open", "part"} else "done"


def window(centre, day=None) -> list[WindowRow]:
    """Visits of `day` (today) that have something to collect, and other slips that got something here on that day.

    The first signed first (3 queries).
    """
    day = day or timezone.localdate()
    visits = (
        Visit.objects.filter(
            pk__in=Visit.objects.for_centre(centre).of_day(day).values("pk").union(_brought(centre, day))
        )
        .filter(consultation__signed_at__isnull=False, consultation__prescription__isnull=False)
        .select_related("patient", "department", "consultation", "centre")
        .prefetch_related(_given("consultation__prescription"))
        .distinct()
        .order_by("consultation__signed_at")
    )
    rows = [
        WindowRow(visit, centre, [_row(item, centre) for item in visit.consultation.prescription.all()])
        for visit in visits
    ]
    return sorted(rows, key=lambda row: ["waiting", "part", "done"].index(row.state))


def _brought(centre, day):
    begin = timezone.make_aware(datetime.combine(day, time.min))
    of_day = Dispensing.objects.for_centre(centre).filter(given_at__gte=begin, given_at__lt=begin + timedelta(days=1))
    return of_day.values("item__consultation__visit")


def lines(visit, centre) -> list[ItemRow]:
    """Every medicine of a visit with what `centre` can give it from (3 queries, however many)."""
    items = PrescriptionItem.objects.filter(consultation__visit=visit, consultation__signed_at__isnull=False)
    rows = [_row(item, centre) for item in items.select_related("medicine").prefetch_related(_given(""))]
    shelf = list(_shelf(centre, [row.item.medicine for row in rows if row.item.medicine]))
    for row in rows:
        _offer(row, shelf)
    return rows


def _given(path: str) -> Prefetch:
    name = f"{path}__dispensings" if path else "dispensings"
    return Prefetch(name, Dispensing.objects.select_related("given_by", "taken_back_by", "batch", "centre"))


def _row(item, centre) -> ItemRow:
    return ItemRow(item, centre, list(item.dispensings.all()))


def _shelf(centre, medicines):
    """Batches of these medicines and of others of the same name or group, empty and expired ones too."""
    names, groups = {row.name_en for row in medicines}, {row.category for row in medicines if row.category}
    alike = Q(medicine__name_en__in=names) | Q(medicine__category__in=groups)
    rows = StockBatch.objects.for_centre(centre).filter(alike)
    return rows.select_related("medicine").order_by("expires_on", "pk")


def _offer(row: ItemRow, shelf: list[StockBatch]) -> None:
    medicine, today = row.item.medicine, timezone.localdate()
    if medicine is None:
        return
    usable = [batch for batch in shelf if batch.quantity and batch.expires_on >= today]
    row.is_stock_kept = any(batch.medicine_id == medicine.pk for batch in shelf)
    row.batches = [batch for batch in usable if batch.medicine_id == medicine.pk]
    alike = [
        batch
        for batch in usable
        if batch.medicine_id != medicine.pk
        and (batch.medicine.name_en == medicine.name_en or batch.medicine.category == medicine.category)
    ]
    row.others = sorted(alike, key=lambda batch: batch.medicine.name_en != medicine.name_en)[:ALTERNATIVES]


def is_slip_old(visit) -> bool:
    """Past the days for which the centre's slip is valid."""
    return visit.visit_on + timedelta(days=visit.centre.slip_valid_days) < timezone.localdate()
