"""A family in one pass: everybody gets a record, a visit and the next token, or nobody does."""

from django.db import transaction
from django.utils.translation import gettext as _

from centres import audit
from registration.errors import LikelyDuplicates
from registration.models import Visit
from registration.services.registering import NewPatient, check_new, register


def register_family(members: list[NewPatient], *, centre, by) -> list[Visit]:
    """The visits in the order of `members`, with adjacent tokens: they share one department, whose counter is locked.

    Everybody is checked before anybody is written, so brothers and sisters are not taken for one another. Raises what
    `register` raises; LikelyDuplicates gathers the likely people of all members.
    """
    likely = {}
    for data in members:
        try:
            check_new(data, centre)
        except LikelyDuplicates as error:
            likely |= {one.patient.pk: one for one in error.likely}
    if likely:
        raise LikelyDuplicates(
            _("Some of them may be registered already. Compare, then open that record or say it is somebody else."),
            likely=list(likely.values()),
        )
    with transaction.atomic():
        visits = [register(data, centre=centre, by=by, is_checked=True) for data in members]
        audit.record("family.registered", by=by, centre=centre, target=visits[0], people=len(visits))
    return visits
