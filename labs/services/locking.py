"""Work on one visit's orders happens one after the other: the visit's row is the lock."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from labs import signals
from labs.errors import WrongState
from labs.models import LabOrder
from registration.models import Visit


def lock(visit: Visit) -> Visit:
    """The visit's row, held until the transaction ends (1 query)."""
    return (
        Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("centre", "patient").get(pk=visit.pk)
    )


def lock_all(keys) -> dict[int, Visit]:
    """Several visits at once, in the order of their keys: two runs never wait for each other (1 query)."""
    rows = Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("centre", "patient")
    return {visit.pk: visit for visit in rows.filter(pk__in=keys).order_by("pk")}


def orders_of(visit: Visit, codes) -> dict[str, LabOrder]:
    """The visit's orders with these codes (1 query). Raises WrongState when one is not of this visit."""
    rows = LabOrder.objects.filter(visit=visit, code__in=codes).select_related("test", "panel", "sample")
    found = {order.code: order for order in rows}
    if missing := set(codes) - set(found):
        raise WrongState(_("These tests are not of this visit: %(codes)s") % {"codes": ", ".join(sorted(missing))})
    return found


def tell_orders(visit: Visit) -> None:
    transaction.on_commit(partial(signals.orders_changed.send, sender=Visit, visit=visit))
