"""Measuring once more before the release: both values stay, and somebody says which one counts."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs import components, values
from labs.errors import LabError, NotPossible, ValuesChanged, WrongState
from labs.models import LabOrder, Result
from labs.selectors.reference import ranges_of
from labs.services.entering import store
from labs.services.freezing import REPEATED, REPEATED_FIRST_COUNTS, current_results, next_result
from labs.services.locking import lock, orders_of
from labs.values import Value

FIRST, SECOND = "first", "second"


@transaction.atomic
def repeat_result(order: LabOrder, typed: str, *, counts: str, seen: int, by) -> Result:
    """Keep the repeat as a version of its own; `counts` says which value goes on, "first" or "second".

    A repeat that gave the same value is kept too. Returns the version that counts. Raises WrongState unless the order
    waits for release for the first time, ValuesChanged when its value is not the one looked at, NotPossible.
    """
    visit = lock(order.visit)
    order = orders_of(visit, [order.code])[order.code]
    before = current_results([order]).get(order.pk)
    if order.status != LabOrder.Status.RESULTED or before is None or order.released_at:
        raise WrongState(_("Only a value that waits for its release is repeated."))
    if before.version != seen:
        raise ValuesChanged(
            _("%(test)s was changed since you looked. Look again.") % {"test": order.test.name}, orders=[order.code]
        )
    if counts not in {FIRST, SECOND}:
        raise LabError(_("Say which of the two values counts."), field="counts")
    now, rows = timezone.now(), ranges_of([order])
    after = _add(order, _read(order, typed), visit, rows, before, REPEATED, by, now)
    if counts == FIRST:
        after = _add(order, _value(before), visit, rows, after, REPEATED_FIRST_COUNTS, by, now)
    detail = {"order": order.code, "counts": counts}
    audit.record("lab.repeated", by=by, centre=visit.centre, target=visit, patient=visit.patient_id, **detail)
    return after


def _add(order, value, visit, rows, before, reason, by, at) -> Result:
    result = next_result(order, value, visit, rows, before=before, reason=reason, by=by, at=at)
    store([result], by=by, at=at, bench=visit.centre)
    return result


def _value(before: Result) -> Value:
    return Value(before.value, before.text, tuple(components.from_stored(before.parts)))


def _read(order: LabOrder, typed: str) -> Value:
    try:
        return values.read(order.test, typed)
    except NotPossible as error:
        error.field = "value"
        raise
