"""Values typed at the bench. Nothing leaves the laboratory here, and nothing typed is lost to a colleague."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs import values
from labs.errors import LabError, NotPossible, ValuesChanged, WrongState
from labs.models import LabOrder, Result
from labs.selectors.reference import ranges_of
from labs.services.freezing import (
    CORRECTED,
    RANGE_CHOSEN_AGAIN,
    current_results,
    next_result,
    supersede,
)
from labs.services.locking import lock, orders_of
from labs.values import Value
from registration.models import Visit

Status = LabOrder.Status


@dataclass(frozen=True)
class Entry:
    """What was typed for one order. `seen` is the version that stood beside the box; 0 means it was empty."""

    order_code: str
    typed: str
    seen: int = 0


@transaction.atomic
def enter_results(visit: Visit, entries: list[Entry], *, by) -> list[Result]:
    """Write the typed values down; boxes left empty wait. Returns the new versions, none when nothing changed.

    Raises ValuesChanged when a colleague entered another value for one of them meanwhile, NotPossible with `field`
    for a value that cannot be, WrongState for an order without a sample or already released. Then nothing is written.
    At most 10 queries, however many values.
    """
    visit = lock(visit)
    entries = [entry for entry in entries if entry.typed.strip() or entry.seen]
    orders = orders_of(visit, [entry.order_code for entry in entries])
    current = current_results(orders.values())
    rows, now = ranges_of(orders.values()), timezone.now()
    new, changed = [], []
    for entry in entries:
        order = orders[entry.order_code]
        before = current.get(order.pk)
        value = _read(order, entry)
        if _is_same(value, before):
            continue
        if (before.version if before else 0) != entry.seen:
            changed.append(order)
            continue
        _check_open(order)
        reason = _reason(order, before)
        new.append(next_result(order, value, visit, rows, before=before, reason=reason, by=by, at=now))
    if changed:
        raise _meanwhile(changed)
    return _save(visit, new, by=by, at=now)


@transaction.atomic
def set_pregnancy(visit: Visit, is_pregnant: bool | None, *, by) -> int:
    """Say whether the patient is pregnant; ranges of values not yet released are chosen again as new versions.

    Returns how many values got another range. None takes the answer back.
    """
    visit = lock(visit)
    orders = list(visit.lab_orders.open().select_related("test"))
    for order in orders:
        order.is_pregnant = is_pregnant
    LabOrder.objects.filter(pk__in=[order.pk for order in orders]).update(is_pregnant=is_pregnant)
    current, rows, now = current_results(orders), ranges_of(orders), timezone.now()
    again = []
    for order in orders:
        before = current.get(order.pk)
        if before is None or before.value is None:
            continue
        after = next_result(
            order, Value(before.value), visit, rows, before=before, reason=RANGE_CHOSEN_AGAIN, by=by, at=now
        )
        if after.range_for != before.range_for:
            again.append(after)
    _save(visit, again, by=by, at=now)
    return len(again)


def _read(order: LabOrder, entry: Entry) -> Value:
    if not entry.typed.strip():
        raise LabError(
            _("A value once entered stays: correct it, or leave it as it was."), field=f"value-{entry.order_code}"
        )
    try:
        return values.read(order.test, entry.typed)
    except NotPossible as error:
        error.field = f"value-{entry.order_code}"
        raise


def _is_same(value: Value, before: Result | None) -> bool:
    return before is not None and (before.value, before.text) == (value.number, value.words)


def _check_open(order: LabOrder) -> None:
    field = f"value-{order.code}"
    if order.status == Status.RELEASED:
        raise WrongState(_("%(test)s is released: amend it with a reason.") % {"test": order.test.name}, field=field)
    if order.status == Status.CANCELLED:
        raise WrongState(_("%(test)s was cancelled.") % {"test": order.test.name}, field=field)
    if order.status == Status.ORDERED and order.test.needs_sample:
        raise WrongState(_("%(test)s: take the sample first.") % {"test": order.test.name}, field=field)


def _reason(order: LabOrder, before: Result | None) -> str:
    """A value corrected while an amendment waits for its release keeps the amendment's reason."""
    if before is None:
        return ""
    return before.reason if before.reason and order.released_at else CORRECTED


def _meanwhile(orders: list[LabOrder]) -> ValuesChanged:
    names = ", ".join(order.test.name for order in orders)
    return ValuesChanged(
        _("Somebody else changed these meanwhile: %(tests)s. Both values are shown; save again to keep yours.")
        % {"tests": names},
        orders=[order.code for order in orders],
    )


def _save(visit: Visit, new: list[Result], *, by, at) -> list[Result]:
    if not new:
        return []
    supersede(new)
    LabOrder.objects.filter(pk__in=[result.order_id for result in new]).update(
        status=Status.RESULTED, resulted_at=at, resulted_by=by
    )
    versions = {result.order.code: result.version for result in new}
    audit.record("lab.entered", by=by, centre=visit.centre, target=visit, patient=visit.patient_id, versions=versions)
    return new
