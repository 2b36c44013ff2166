"""The pharmacy window: what is handed out against a signed prescription, wherever it was written."""

from dataclasses import dataclass
from math import ceil

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from opd.errors import DispensingError, NothingWritten
from opd.models import Dispensing, Medicine, PrescriptionItem, StockBatch, StockMove
from opd.services import stock
from opd.services.locking import lock_visit
from registration.services import touch_slip

MOST = 1000  # units of one medicine in one hand
Outcome = Dispensing.Outcome


@dataclass(frozen=True)
class Line:
    """What the pharmacist does with one prescribed medicine. `seen` is how many had been given on the page shown."""

    item: int
    outcome: str
    quantity: int = 0
    batch: int | None = None
    medicine: str = ""  # code of the substitute
    reason: str = ""
    seen: int = 0


@dataclass(frozen=True)
class Hand:
    """Whose hand gives, and at which centre."""

    centre: object
    by: object


@transaction.atomic
def dispense(visit, lines: list[Line], *, centre, by) -> list[Dispensing]:
    """Hand out at `centre`, substitute, or say what is not to be had; all lines or none.

    Windows of several centres take turns at the visit's row: what one gave, no other gives again.

    Raises NothingWritten without lines, and DispensingError (its `field` names the line) when the prescription is not
    signed, when a colleague gave some meanwhile, when it is more than prescribed, or when the batch cannot give it.
    """
    visit = lock_visit(visit)
    if not lines:
        raise NothingWritten(_("Choose for at least one medicine what happens to it."))
    items = _items(visit)
    hand = Hand(centre, by)
    rows = [_hand_out(hand, _item(items, line), line) for line in sorted(lines, key=lambda one: one.batch or 0)]
    touch_slip(visit, why="medicines")
    audit.record(
        "medicines.dispensed",
        by=by,
        centre=centre,
        target=visit,
        patient=visit.patient_id,
        given=sum(row.outcome in Dispensing.HANDED_OUT for row in rows),
        missing=sum(row.outcome == Outcome.NOT_AVAILABLE for row in rows),
    )
    return rows


@transaction.atomic
def take_back(row: Dispensing, reason: str, *, by) -> Dispensing:
    """Undo one line that was a mistake or that the patient returned; the stock goes back where it came from.

    Raises NothingWritten without a reason, DispensingError when it was taken back before.
    """
    visit = lock_visit(row.item.consultation.visit)
    row = Dispensing.objects.select_for_update(of=("self",)).select_related("batch", "centre").get(pk=row.pk)
    if row.taken_back_at:
        raise DispensingError(_("This was taken back already."))
    if not reason.strip():
        raise NothingWritten(_("Say why it is taken back."), field="reason")
    row.taken_back_at, row.taken_back_by, row.taken_back_reason = timezone.now(), by, reason.strip()[:120]
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    if row.batch:
        batch = stock.lock(row.batch)
        stock.move(batch, row.quantity, StockMove.Kind.TAKEN_BACK, by=by, reason=reason, dispensing=row)
    touch_slip(visit, why="medicines")
    audit.record("medicines.taken_back", by=by, centre=row.centre, target=row, patient=visit.patient_id)
    return row


def given_by_item(visit) -> dict[int, int]:
    """How many units of each prescribed medicine have been handed out (1 query)."""
    rows = Dispensing.objects.filter(
        item__consultation__visit=visit, taken_back_at=None, outcome__in=Dispensing.HANDED_OUT
    )
    return dict(rows.values_list("item").annotate(Sum("quantity")))


def _items(visit) -> dict[int, tuple[PrescriptionItem, int]]:
    found = PrescriptionItem.objects.filter(consultation__visit=visit, consultation__signed_at__isnull=False)
    given = given_by_item(visit)
    return {item.pk: (item, given.get(item.pk, 0)) for item in found.select_related("medicine")}


def _item(items, line: Line) -> PrescriptionItem:
    if line.item not in items:
        raise DispensingError(_("This medicine does not stand on the signed slip any more."))
    item, given = items[line.item]
    if given != line.seen:
        raise DispensingError(
            _("Meanwhile %(given)d of %(medicine)s have been given. Look again.")
            % {"given": given, "medicine": item.name_en},
            field=f"quantity-{item.pk}",
        )
    if line.outcome in Dispensing.HANDED_OUT:
        _check_quantity(item, given, line)
    return item


def _check_quantity(item: PrescriptionItem, given: int, line: Line) -> None:
    field = f"quantity-{item.pk}"
    if not 1 <= line.quantity <= MOST:
        raise DispensingError(_("Can be from 1 to %(most)d.") % {"most": MOST}, field=field)
    if item.quantity is None or line.outcome == Outcome.SUBSTITUTED:
        return
    left = ceil(item.quantity) - given  # a half tablet is handed out as a whole one
    if line.quantity > left:
        raise DispensingError(
            _("Only %(left)d more are prescribed.") % {"left": max(left, 0)}
            if given
            else _("%(left)d are prescribed, not more.") % {"left": left},
            field=field,
        )


def _hand_out(hand: Hand, item: PrescriptionItem, line: Line) -> Dispensing:
    medicine = _medicine(item, line)
    handed = line.outcome in Dispensing.HANDED_OUT
    batch = _batch(hand.centre, item, medicine, line) if handed and line.batch else None
    row = Dispensing.objects.create(
        code=ids.random_code(),
        item=item,
        centre=hand.centre,
        outcome=line.outcome,
        medicine=medicine,
        batch=batch,
        name_en=medicine.name_en if medicine else item.name_en,
        name_hi=medicine.name_hi if medicine else item.name_hi,
        strength=medicine.strength if medicine else item.strength,
        unit=medicine.unit if medicine else item.unit,
        quantity=line.quantity if handed else 0,
        reason=line.reason.strip()[:120],
        given_at=timezone.now(),
        given_by=hand.by,
    )
    if batch:
        stock.move(batch, -line.quantity, StockMove.Kind.DISPENSED, by=hand.by, dispensing=row)
    return row


def _medicine(item: PrescriptionItem, line: Line) -> Medicine | None:
    if line.outcome != Outcome.SUBSTITUTED:
        return item.medicine
    if not line.reason.strip():
        raise DispensingError(_("Say why another medicine is given."), field=f"reason-{item.pk}")
    found = Medicine.objects.filter(code=line.medicine, is_active=True).first()
    if found is None:
        raise DispensingError(_("Choose the medicine that is given instead."), field=f"do-{item.pk}")
    if found == item.medicine:
        raise DispensingError(_("This is the medicine that was prescribed."), field=f"do-{item.pk}")
    return found


def _batch(centre, item: PrescriptionItem, medicine: Medicine | None, line: Line) -> StockBatch:
    """The batch on the shelf of `centre`, locked. Raises DispensingError when it cannot give what is asked."""
    field = f"do-{item.pk}"
    rows = StockBatch.objects.for_centre(centre).select_for_update(of=("self",)).select_related("centre")
    batch = rows.filter(pk=line.batch, medicine=medicine).first() if medicine else None
    if batch is None:
        raise DispensingError(_("Choose a batch of the medicine that is given."), field=field)
    if batch.expires_on < timezone.localdate():
        raise DispensingError(
            _("Batch %(batch)s has expired. It must not be handed out.") % {"batch": batch.batch}, field=field
        )
    if batch.quantity < line.quantity:
        raise DispensingError(
            _("Batch %(batch)s has only %(left)d left.") % {"batch": batch.batch, "left": batch.quantity}, field=field
        )
    return batch
