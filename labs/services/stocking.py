"""The reagent shelf: every change is a move, and the lot's quantity is their sum."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.errors import LabError
from labs.models import Reagent, ReagentLot, ReagentMove

Kind = ReagentMove.Kind
MOST = 100_000


@transaction.atomic
def add_reagent(centre, *, by, name: str, unit: str, least: int, tests, per_test: int = 1) -> Reagent:
    """A new kit or reagent of this centre. Raises LabError when one of this name is here."""
    try:
        with transaction.atomic():
            reagent = Reagent.objects.create(centre=centre, name=name, unit=unit, least=least, per_test=per_test)
    except IntegrityError as error:
        raise LabError(_("A reagent of this name is here already."), field="name") from error
    reagent.tests.set(tests)
    audit.record("lab.reagent_added", by=by, centre=centre, target=reagent)
    return reagent


@transaction.atomic
def receive(reagent: Reagent, *, by, lot_number: str, expires_on: date, quantity: int) -> ReagentLot:
    """More of a lot, or a lot for the first time. Raises LabError for an expired one, another date or no quantity."""
    _check_quantity(quantity)
    if expires_on < timezone.localdate():
        raise LabError(_("This lot has expired."), field="expires_on")
    reagent = Reagent.objects.select_for_update().select_related("centre").get(pk=reagent.pk)
    lot, _made = ReagentLot.objects.get_or_create(
        reagent=reagent, lot_number=lot_number, defaults={"expires_on": expires_on}
    )
    if lot.expires_on != expires_on:
        raise LabError(_("This lot is here with another expiry. Look at the box again."), field="expires_on")
    return _move(lot, Kind.RECEIVED, quantity, "", by)


@transaction.atomic
def use(lot: ReagentLot, quantity: int, *, by) -> ReagentLot:
    """Taken from the shelf. Raises LabError when there is less, or when the lot has expired."""
    _check_quantity(quantity)
    lot = _locked(lot)
    if lot.expires_on < timezone.localdate():
        raise LabError(_("This lot has expired: correct it to 0 with the reason, do not use it."))
    if quantity > lot.quantity:
        raise LabError(_("Only %(count)d are there.") % {"count": lot.quantity}, field="quantity")
    return _move(lot, Kind.USED, -quantity, "", by)


@transaction.atomic
def adjust(lot: ReagentLot, quantity: int, *, reason: str, by) -> ReagentLot:
    """Set the lot to what was counted. Raises LabError without a reason or without a change."""
    lot = _locked(lot)
    if not 0 <= quantity <= MOST:
        raise LabError(_("Write how many were counted."), field="quantity")
    if len(reason.strip()) < 3:
        raise LabError(_("Say why it is corrected."), field="reason")
    if quantity == lot.quantity:
        raise LabError(_("As many stand there already."), field="quantity")
    return _move(lot, Kind.ADJUSTED, quantity - lot.quantity, reason.strip()[:120], by)


def _locked(lot: ReagentLot) -> ReagentLot:
    rows = ReagentLot.objects.select_for_update(of=("self",)).select_related("reagent__centre")
    return rows.get(pk=lot.pk)


def _move(lot: ReagentLot, kind: str, quantity: int, reason: str, by) -> ReagentLot:
    ReagentMove.objects.create(
        lot=lot, kind=kind, quantity=quantity, reason=reason, moved_at=timezone.now(), moved_by=by
    )
    lot.quantity += quantity
    lot.save(update_fields=["quantity"])
    centre = lot.reagent.centre
    audit.record("lab.reagent_moved", by=by, centre=centre, target=lot, kind=str(kind), quantity=quantity)
    return lot


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MOST:
        raise LabError(_("Write how many, at least 1."), field="quantity")
