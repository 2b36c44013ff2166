"""Asking for tests, and taking the question back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from labs.errors import LabError, WrongState
from labs.models import CentreTest, LabOrder
from labs.selectors.offers import Offers
from labs.services.locking import lock, tell_orders
from registration.models import Visit
from registration.services import touch_slip

CANCELLABLE = {LabOrder.Status.ORDERED, LabOrder.Status.COLLECTED}


@transaction.atomic
def order_tests(
    visit: Visit, codes: Iterable[str], *, by, urgent: bool = False, pregnant: bool | None = None, outside=None
) -> list[LabOrder]:
    """Ask for tests by test or panel code. A test already asked for on this visit gives the standing order.

    A panel asks for those of its tests that can be done today. `pregnant` chooses ranges; None is not asked.
    `outside` is who asked where no doctor here did. Raises NotOffered, whole, when anything cannot be had here today.
    At most 12 queries, however many tests.
    """
    visit = lock(visit)
    if visit.status == Visit.Status.CANCELLED:
        raise WrongState(_("This visit was cancelled."))
    wanted = Offers(visit.centre).resolve(list(dict.fromkeys(codes)))
    standing = {order.test_id: order for order in _standing(visit)}
    now = timezone.now()
    new = [
        LabOrder(
            code=ids.random_code(),
            visit=visit,
            test=offer.test,
            panel=offer.panel,
            outside=outside,
            is_urgent=urgent,
            is_pregnant=pregnant,
            is_sent=offer.mode == CentreTest.Mode.SENT,
            sent_to_id=offer.sent_to_id,
            ordered_at=now,
            ordered_by=by,
        )
        for offer in wanted
        if offer.test.pk not in standing
    ]
    if new:
        LabOrder.objects.bulk_create(new)
        standing |= {order.test_id: order for order in new}
        touch_slip(visit, why="orders")
        _record("lab.ordered", visit, new, by)
        tell_orders(visit)
    return [standing[offer.test.pk] for offer in wanted]


@transaction.atomic
def cancel_order(order: LabOrder, *, by, reason: str) -> LabOrder:
    """Take an order back before it has a result. Raises WrongState afterwards, LabError without a reason."""
    visit = lock(order.visit)
    order = LabOrder.objects.select_related("test").get(pk=order.pk)
    if order.status not in CANCELLABLE:
        raise WrongState(_("%(test)s cannot be cancelled any more.") % {"test": order.test.name})
    if not reason.strip():
        raise LabError(_("Say why the test is cancelled."), field="reason")
    order.status = LabOrder.Status.CANCELLED
    order.cancelled_at, order.cancelled_by = timezone.now(), by
    order.cancel_reason = reason.strip()[:120]
    order.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason"])
    touch_slip(visit, why="orders")
    _record("lab.cancelled", visit, [order], by)
    tell_orders(visit)
    return order


def _standing(visit):
    return visit.lab_orders.exclude(status=LabOrder.Status.CANCELLED).select_related("test", "panel")


def _record(action, visit, orders, by):
    codes = [order.code for order in orders]
    audit.record(action, by=by, centre=visit.centre, target=visit, patient=visit.patient_id, orders=codes)
