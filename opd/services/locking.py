"""The rows a change in the consulting room holds: the visit first, then what hangs on it."""

from django.utils.translation import gettext as _

from opd.errors import WrongStep
from opd.models import Consultation
from registration.models import Visit


def lock_visit(visit: Visit) -> Visit:
    """The visit as it stands now, held until the transaction ends. Raises WrongStep when it was cancelled."""
    locked = Visit.objects.select_for_update(of=("self",)).select_related("patient", "centre", "department")
    visit = locked.get(pk=visit.pk)
    if visit.status == Visit.Status.CANCELLED:
        raise WrongStep(_("This visit was cancelled."))
    return visit


def lock_consultation(visit: Visit) -> Consultation | None:
    locked = Consultation.objects.select_for_update(of=("self",)).select_related("saved_by", "signed_by")
    return locked.filter(visit=visit).first()
