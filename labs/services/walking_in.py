"""Tests for somebody no doctor of this centre has seen today: a visit and no consultation."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.errors import LabError
from labs.models import LabOrder, OutsideRequest
from labs.services.ordering import order_tests
from registration.models import Visit


@transaction.atomic
def order_from_outside(
    visit: Visit, codes: list[str], *, by, kind: str, asked_by="", place="", asked_on=None, urgent=False, pregnant=None
) -> list[LabOrder]:
    """Ask for tests and keep who asked. A test asked for before stays with whoever asked first.

    Raises LabError without a test, for a paper without a name or with a day to come, and what order_tests raises.
    """
    if not codes:
        raise LabError(_("Choose at least one test."), field="tests")
    asked_by, place = asked_by.strip()[:80], place.strip()[:80]
    if kind == OutsideRequest.Kind.PAPER and not asked_by:
        raise LabError(_("Write the name that stands on the paper."), field="asked_by")
    if asked_on and asked_on > timezone.localdate():
        raise LabError(_("The paper's date is still to come."), field="asked_on")
    if kind == OutsideRequest.Kind.SELF:
        asked_by, place, asked_on = "", "", None
    request = OutsideRequest.objects.create(
        visit=visit,
        kind=kind,
        asked_by=asked_by,
        place=place,
        asked_on=asked_on,
        written_at=timezone.now(),
        written_by=by,
    )
    orders = order_tests(visit, codes, by=by, urgent=urgent, pregnant=pregnant, outside=request)
    audit.record("lab.outside", by=by, centre=visit.centre, target=visit, patient=visit.patient_id, kind=str(kind))
    return orders
