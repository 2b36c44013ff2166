"""Changing a value that has left the laboratory: a new version, the old one stays visible, struck through."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs import values
from labs.errors import LabError, NotPossible, ValuesChanged, WrongState
from labs.models import LabOrder, Report, Result
from labs.selectors.reference import ranges_of
from labs.services.freezing import current_results, next_result, supersede
from labs.services.locking import lock, orders_of
from labs.services.releasing import let_out
from registration.services import touch_slip

SHORTEST_REASON = 5  # letters


@transaction.atomic
def amend(order: LabOrder, typed: str, *, reason: str, seen: int, by) -> Report | None:
    """Correct a released value. `seen` is the version looked at.

    Returns the amended report. Where the centre has the two-person rule the new value waits for somebody else's
    release and None is returned; until then the slip says that the old value is being corrected. Raises WrongState
    unless the order is released, ValuesChanged when it has changed meanwhile, NotPossible for a value that cannot
    be, LabError without a reason or without a change.
    """
    visit = lock(order.visit)
    order = orders_of(visit, [order.code])[order.code]
    before = current_results([order]).get(order.pk)
    _check(order, before, seen, reason)
    value = _read(order, typed)
    if (before.value, before.text) == (value.number, value.words):
        raise LabError(_("This is the value that stands there already."), field="value")
    now = timezone.now()
    after = next_result(order, value, visit, ranges_of([order]), before=before, reason=reason.strip(), by=by, at=now)
    supersede([after])
    LabOrder.objects.filter(pk=order.pk).update(status=LabOrder.Status.RESULTED, resulted_at=now, resulted_by=by)
    detail = {"order": order.code, "version": after.version}
    if visit.centre.two_person_release:
        touch_slip(visit, why="correcting")
        _record("lab.amendment_waits", visit, visit, by, detail)
        return None
    report = let_out(visit, [order], [after], by=by)
    _record("lab.amended", visit, report, by, detail)
    return report


def _check(order: LabOrder, before: Result | None, seen: int, reason: str) -> None:
    if before is not None and before.version != seen:
        raise ValuesChanged(
            _("%(test)s was changed since you looked. Look again.") % {"test": order.test.name}, orders=[order.code]
        )
    if order.status != LabOrder.Status.RELEASED:
        raise WrongState(_("Only a released value is amended; this one can still be corrected."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise LabError(_("Say in a few words why the value changes."), field="reason")


def _record(action, visit, target, by, detail):
    audit.record(action, by=by, centre=visit.centre, target=target, patient=visit.patient_id, **detail)


def _read(order: LabOrder, typed: str):
    try:
        return values.read(order.test, typed)
    except NotPossible as error:
        error.field = "value"
        raise
