"""Shelves with stock and what the window handed out, inserted together."""

import random
from datetime import datetime, time, timedelta
from math import ceil

from django.utils import timezone

from hms.lib import ids
from opd.models import Dispensing, PrescriptionItem, StockBatch, StockMove

KEPT_DAYS = 40  # the book begins this long ago
LACKING = {"Cetirizine"}  # what this centre ran out of
Outcome, Kind = Dispensing.Outcome, StockMove.Kind


def stock_and_hand_out(centre, pharmacist, rng: random.Random) -> None:
    """A shelf for everything that was prescribed here, and the window's work up to now."""
    items = list(
        PrescriptionItem.objects.for_centre(centre)
        .filter(medicine__isnull=False, quantity__isnull=False)
        .select_related("medicine", "consultation")
        .order_by("consultation__signed_at", "position")
    )
    batches = _receive(centre, pharmacist, items, rng)
    given, moves = [], []
    for item in items:
        at = item.consultation.signed_at + timedelta(minutes=rng.randint(4, 15))
        if at > timezone.now() or rng.random() < 0.05:
            continue
        row, move = _hand_out(item, batches[item.medicine_id], at, pharmacist)
        given.append(row)
        moves += [move] if move else []
    Dispensing.objects.bulk_create(given)
    StockBatch.objects.bulk_update(batches.values(), ["quantity"])
    StockMove.objects.bulk_create(moves)


def _receive(centre, by, items, rng) -> dict[int, StockBatch]:
    """One batch for each medicine; the lacking ones get too little."""
    began = datetime.combine(timezone.localdate() - timedelta(days=KEPT_DAYS), time(11))
    at = timezone.make_aware(began)
    wanted: dict[int, int] = {}
    for item in items:
        wanted[item.medicine_id] = wanted.get(item.medicine_id, 0) + _units(item)
    medicines = {item.medicine_id: item.medicine for item in items}
    batches = {
        key: StockBatch(
            centre=centre,
            medicine=medicines[key],
            batch=f"{medicines[key].name_en[:2].upper()}{rng.randint(1000, 9999)}",
            expires_on=timezone.localdate().replace(day=1) + timedelta(days=rng.choice([50, 290, 480, 700])),
            quantity=int(total * (0.4 if medicines[key].name_en in LACKING else rng.uniform(1.15, 4))) + 10,
            received_at=at,
            received_by=by,
        )
        for key, total in wanted.items()
    }
    StockBatch.objects.bulk_create(batches.values())
    StockMove.objects.bulk_create(
        StockMove(
            batch=batch, kind=Kind.RECEIVED, change=batch.quantity, balance=batch.quantity,
            reason="BMSICL, demo challan 114", moved_at=at, moved_by=by,
        )
        for batch in batches.values()
    )  # fmt: skip
    return batches


def _hand_out(item, batch: StockBatch, at, by):
    medicine, count = item.medicine, _units(item)
    is_there = batch.quantity >= count
    row = Dispensing(
        code=ids.random_code(),
        item=item,
        centre=batch.centre,
        outcome=Outcome.GIVEN if is_there else Outcome.NOT_AVAILABLE,
        medicine=medicine,
        batch=batch if is_there else None,
        name_en=medicine.name_en,
        name_hi=medicine.name_hi,
        strength=medicine.strength,
        unit=medicine.unit,
        quantity=count if is_there else 0,
        given_at=at,
        given_by=by,
    )
    if not is_there:
        return row, None
    batch.quantity -= count
    move = StockMove(
        batch=batch,
        kind=Kind.DISPENSED,
        change=-count,
        balance=batch.quantity,
        dispensing=row,
        moved_at=at,
        moved_by=by,
    )
    return row, move


def _units(item) -> int:
    return max(ceil(item.quantity), 1)
