"""The medicine shelf: every change of a batch is one row of the stock book, under the batch's lock."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from opd.errors import StockError
from opd.models import Medicine, StockBatch, StockMove

MOST = 100_000  # units in one move: more is a slip of the finger
LONGEST_LIFE_YEARS = 10
Kind = StockMove.Kind


@transaction.atomic
def receive(centre, medicine: Medicine, *, batch: str, expires_on: date, quantity: int, source: str, by) -> StockBatch:
    """Put what came on the shelf; more of a batch that is there already is added to it.

    Raises StockError for a date that cannot be, a quantity outside 1 to 100,000, or the same batch with another date.
    """
    batch = batch.strip().upper()
    _check_quantity(quantity, "quantity")
    _check_expiry(expires_on)
    row, is_new = StockBatch.objects.select_for_update(of=("self",)).get_or_create(
        centre=centre,
        medicine=medicine,
        batch=batch,
        defaults={"expires_on": expires_on, "received_at": timezone.now(), "received_by": by},
    )
    if not is_new and row.expires_on != expires_on:
        raise StockError(
            _("Batch %(batch)s is on the shelf with another expiry date: %(date)s.")
            % {"batch": batch, "date": f"{row.expires_on:%m/%Y}"},
            field="expires",
        )
    move(row, quantity, Kind.RECEIVED, by=by, reason=source)
    audit.record("stock.received", by=by, centre=centre, target=row, medicine=medicine.code, quantity=quantity)
    return row


@transaction.atomic
def issue(row: StockBatch, quantity: int, *, to: str, by) -> StockBatch:
    """Hand a quantity to another place. Raises StockError when there is not as much, or nobody is named."""
    row = lock(row)
    _check_quantity(quantity, "quantity")
    if not to.strip():
        raise StockError(_("Say where it goes."), field="to")
    move(row, -quantity, Kind.ISSUED, by=by, reason=to)
    audit.record("stock.issued", by=by, centre=row.centre, target=row, quantity=quantity)
    return row


@transaction.atomic
def adjust(row: StockBatch, counted: int, *, seen: int, reason: str, by) -> StockBatch:
    """Write what was really counted. `seen` is the quantity that stood on the page while counting.

    Raises StockError without a reason, when nothing differs, or when something moved meanwhile.
    """
    row = lock(row)
    if row.quantity != seen:
        raise StockError(
            _("Meanwhile the book says %(now)d, not %(seen)d. Count again.") % {"now": row.quantity, "seen": seen},
            field="counted",
        )
    if not 0 <= counted <= MOST:
        raise StockError(_("Can be from 0 to %(most)d.") % {"most": MOST}, field="counted")
    if counted == row.quantity:
        raise StockError(_("The count agrees with the book: nothing to write."), field="counted")
    if not reason.strip():
        raise StockError(_("Say why the count differs."), field="reason")
    move(row, counted - row.quantity, Kind.ADJUSTED, by=by, reason=reason)
    audit.record("stock.adjusted", by=by, centre=row.centre, target=row, before=seen, after=counted)
    return row


def lock(row: StockBatch) -> StockBatch:
    return StockBatch.objects.select_for_update(of=("self",)).select_related("centre", "medicine").get(pk=row.pk)


def move(row: StockBatch, change: int, kind: str, *, by, reason: str = "", dispensing=None) -> StockMove:
    """Inside the caller's transaction, with the batch locked. Raises StockError when there is not as much."""
    if row.quantity + change < 0:
        raise StockError(
            _("Batch %(batch)s has only %(left)d left.") % {"batch": row.batch, "left": row.quantity}, field="quantity"
        )
    row.quantity += change
    row.save(update_fields=["quantity"])
    return StockMove.objects.create(
        batch=row,
        kind=kind,
        change=change,
        balance=row.quantity,
        reason=reason.strip()[:120],
        dispensing=dispensing,
        moved_at=timezone.now(),
        moved_by=by,
    )


def _check_quantity(quantity: int, field: str) -> None:
    if not 1 <= quantity <= MOST:
        raise StockError(_("Can be from 1 to %(most)d.") % {"most": MOST}, field=field)


def _check_expiry(expires_on: date) -> None:
    today = timezone.localdate()
    if expires_on < today:
        raise StockError(_("This has expired already. Expired medicine is not put on the shelf."), field="expires")
    if expires_on.year > today.year + LONGEST_LIFE_YEARS:
        raise StockError(_("No medicine keeps that long. Check the year."), field="expires")
