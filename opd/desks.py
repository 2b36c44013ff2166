"""Where a scan leads a doctor, a nurse, the pharmacist: their own page about the visit."""

from django.urls import reverse
from django.utils import timezone

from centres.models import Centre
from centres.permissions import Permission
from opd.models import Consultation
from registration.desks import Desk
from registration.models import Visit


def _page(name: str, visit: Visit) -> str:
    return reverse(f"opd:{name}", args=[visit.centre.code, visit.code])


def doctor(visit: Visit) -> str:
    """Today's consultation; an earlier visit opens at its history."""
    return _page("consultation" if visit.visit_on == timezone.localdate() else "history", visit)


def nurse(visit: Visit) -> str:
    return _page("vitals" if visit.visit_on == timezone.localdate() else "slip", visit)


def pharmacist(visit: Visit) -> str:
    """The window, as soon as something is signed; until then the slip (1 query)."""
    return _page("dispense" if _is_signed(visit) else "slip", visit)


def pharmacist_elsewhere(visit: Visit, centre: Centre) -> str:
    return reverse("opd:dispense", args=[centre.code, visit.code])


def _is_signed(visit: Visit) -> bool:
    return Consultation.objects.for_centre(visit.centre).filter(visit=visit, signed_at__isnull=False).exists()


DESKS = (
    Desk(Permission.CONSULT, doctor),
    Desk(Permission.VITALS_RECORD, nurse),
    Desk(Permission.DISPENSE, pharmacist, pharmacist_elsewhere),
)
