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
from labs.services.calculating import calculate
from labs.services.deducting import deduct
from labs.services.freezing import (
    CORRECTED,
    RANGE_CHOSEN_AGAIN,
    REPEATED,
    current_results,
    next_result,
    supersede,
)
from labs.services.locking import lock, orders_of
from labs.values import Value
from registration.models import Visit

Status = LabOrder.Status
UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Entry:
    """What was typed for one order. `seen` is the version that stood beside the box; 0 means it was empty."""

    order_code: str
    typed: str
    seen: int = 0


@transaction.atomic
def enter_results(
    visit: Visit, entries: list[Entry], *, by, pregnant: bool | str | None = UNCHANGED, bench=None
) -> list[Result]:
    """Write the typed values down; boxes left empty wait. Returns the new versions, none when nothing changed.

    `pregnant` (True, False, or None for not asked) chooses ranges; where it changes the range of a value that is not
    released yet, that value gets a new version too. Raises ValuesChanged when a colleague entered another value
    meanwhile, NotPossible with `field` for a value that cannot be, WrongState for an order without a sample or
    already released. Then nothing is written. `bench` is the centre that measured, if not the visit's own. At most
    14 queries, however many values.
    """
    visit = lock(visit)
    entries = [entry for entry in entries if entry.typed.strip() or entry.seen]
    if pregnant is not UNCHANGED:
        visit.lab_orders.open().update(is_pregnant=pregnant)
    orders = orders_of(visit, [entry.order_code for entry in entries])
    current = current_results(orders.values())
    rows, now = ranges_of(orders.values()), timezone.now()
    new, changed = [], []
    for entry in entries:
        order = orders[entry.order_code]
        before = current.get(order.pk)
        value = read_entry(order, entry)
        if is_same(value, before):
            continue
        if (before.version if before else 0) != entry.seen:
            changed.append(order)
            continue
        check_open(order)
        reason = correction_reason(order, before)
        new.append(next_result(order, value, visit, rows, before=before, reason=reason, by=by, at=now))
    if changed:
        raise meanwhile(changed)
    if pregnant is not UNCHANGED:
        new += _ranges_again(visit, {result.order_id for result in new}, by=by, at=now)
    return _save(visit, new, by=by, at=now, bench=bench or visit.centre)


def _ranges_again(visit: Visit, done: set[int], *, by, at) -> list[Result]:
    """Numbers waiting for release whose range is another one now; their values stay."""
    orders = list(visit.lab_orders.filter(status=Status.RESULTED).exclude(pk__in=done).select_related("test"))
    current, rows = current_results(orders), ranges_of(orders)
    again = []
    for order in orders:
        before = current[order.pk]
        if before.value is None:
            continue
        reason = before.reason if _is_amendment(order, before) else RANGE_CHOSEN_AGAIN
        after = next_result(order, Value(before.value), visit, rows, before=before, reason=reason, by=by, at=at)
        if after.range_for != before.range_for:
            again.append(after)
    return again


def read_entry(order: LabOrder, entry: Entry) -> Value:
    if not entry.typed.strip():
        raise LabError(
            _("A value once entered stays: correct it, or leave it as it was."), field=f"value-{entry.order_code}"
        )
    try:
        return values.read(order.test, entry.typed)
    except NotPossible as error:
        error.field = f"value-{entry.order_code}"
        raise


def is_same(value: Value, before: Result | None) -> bool:
    return before is not None and (before.value, before.text) == (value.number, value.words)


def check_open(order: LabOrder) -> None:
    field = f"value-{order.code}"
    if order.status == Status.RELEASED:
        raise WrongState(_("%(test)s is released: amend it with a reason.") % {"test": order.test.name}, field=field)
    if order.status == Status.CANCELLED:
        raise WrongState(_("%(test)s was cancelled.") % {"test": order.test.name}, field=field)
    if order.status == Status.ORDERED and order.test.needs_sample:
        raise WrongState(_("%(test)s: take the sample first.") % {"test": order.test.name}, field=field)


def correction_reason(order: LabOrder, before: Result | None) -> str:
    """A value corrected while an amendment waits for its release keeps the amendment's reason."""
    if before is None:
        return ""
    return before.reason if _is_amendment(order, before) else CORRECTED


def _is_amendment(order: LabOrder, before: Result) -> bool:
    return bool(order.released_at and before.reason)


def meanwhile(orders: list[LabOrder]) -> ValuesChanged:
    names = ", ".join(order.test.name for order in orders)
    return ValuesChanged(
        _("Somebody else changed these meanwhile: %(tests)s. Both values are shown; save again to keep yours.")
        % {"tests": names},
        orders=[order.code for order in orders],
    )


def store(new: list[Result], *, by, at, bench) -> None:
    """Save new versions, of whichever visits, and move their orders on (3 queries).

    `bench` is the centre that measured: a first value and a repeat take from its shelf, a correction does not.
    """
    supersede(new)
    LabOrder.objects.filter(pk__in=[result.order_id for result in new]).update(
        status=Status.RESULTED, resulted_at=at, resulted_by=by
    )
    deduct(bench, [one.order.test_id for one in new if one.version == 1 or one.reason == REPEATED], by=by)


def _save(visit: Visit, new: list[Result], *, by, at, bench) -> list[Result]:
    if not new:
        return []
    store(new, by=by, at=at, bench=bench)
    new += calculate({visit.pk: visit}, by=by, at=at)
    versions = {result.order.code: result.version for result in new}
    audit.record("lab.entered", by=by, centre=visit.centre, target=visit, patient=visit.patient_id, versions=versions)
    return new
