"""One test for many patients: the values of a run, written down together."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.errors import WrongState
from labs.models import LabOrder, Result
from labs.selectors.reference import ranges_of
from labs.services.calculating import calculate
from labs.services.entering import Entry, check_open, correction_reason, is_same, meanwhile, read_entry, store
from labs.services.freezing import current_results, next_result
from labs.services.locking import lock_all


@transaction.atomic
def enter_run(centre, entries: list[Entry], *, by) -> list[Result]:
    """Write the values of a run down, all or none; boxes left empty wait. 13 queries, however many patients.

    Tubes that `centre` has received from others count like its own; what they gave is noted at both places.

    Raises ValuesChanged when a colleague entered another value meanwhile, NotPossible with `field` for a value that
    cannot be, WrongState for an order of another centre, without a sample, released or cancelled.
    """
    entries = [entry for entry in entries if entry.typed.strip()]
    codes = [entry.order_code for entry in entries]
    keys = LabOrder.objects.measured_at(centre).filter(code__in=codes).values_list("visit_id", flat=True)
    visits = lock_all(list(keys))
    orders = _orders(centre, codes)
    current, rows, now = current_results(orders.values()), ranges_of(orders.values()), timezone.now()
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
        reason, visit = correction_reason(order, before), visits[order.visit_id]
        new.append(next_result(order, value, visit, rows, before=before, reason=reason, by=by, at=now))
    if changed:
        raise meanwhile(changed)
    if new:
        store(new, by=by, at=now, bench=centre)
        calculate(visits, by=by, at=now)
        _record(centre, visits, new, by)
    return new


def _orders(centre, codes: list[str]) -> dict[str, LabOrder]:
    rows = LabOrder.objects.measured_at(centre).filter(code__in=codes).select_related("test", "sample")
    found = {order.code: order for order in rows}
    if set(codes) - set(found):
        raise WrongState(_("One of these tests is not at this laboratory. Open the list again."))
    return found


def _record(centre, visits, new: list[Result], by) -> None:
    """One event for each patient, here and where the visit is: whoever looks at a record's audit finds it there."""
    versions = defaultdict(dict)
    for result in new:
        versions[result.order.visit_id][result.order.code] = result.version
    places = defaultdict(list)
    for key, of_visit in versions.items():
        visit = visits[key]
        entry = audit.Entry("lab.entered", audit.describe(visit), visit.patient_id, {"versions": of_visit})
        for place in {centre, visit.centre}:
            places[place].append(entry)
    for place in sorted(places, key=lambda one: one.code):
        audit.record_all(places[place], by=by, centre=place)
