"""Taking consent back: what was derived from Aadhaar goes, the record stays under its UHID."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from centres import audit
from registration.models import Consent, Patient, PatientMerge
from registration.services.aadhaar import forget_number
from registration.services.locking import lock_patient


@transaction.atomic
def withdraw_consent(patient: Patient, *, centre, by) -> Patient:
    """Clear last four digits, index and vault row, and close every consent (8 queries). Again changes nothing.

    Records that were merged into this one are cleared too, so that no undo brings a digit back.
    Source: the Aadhaar rules for this product (A4.1, rule 6).
    """
    patient = lock_patient(patient.pk)
    forget_number(patient)
    open_consents = Consent.objects.filter(patient=patient, withdrawn_at__isnull=True)
    closed = open_consents.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    if patient.aadhaar_last4:
        patient.aadhaar_last4, patient.aadhaar_seen = "", False
        patient.aadhaar_absent = Patient.AadhaarAbsent.REFUSED
        patient.version += 1
        patient.save(update_fields=["aadhaar_last4", "aadhaar_seen", "aadhaar_absent", "version"])
    _clear_absorbed(patient)
    audit.record("consent.withdrawn", by=by, centre=centre, target=patient, patient=patient, consents=closed)
    return patient


def _clear_absorbed(patient: Patient) -> None:
    merged = Patient.everyone.filter(merged_into=patient)
    merged.exclude(aadhaar_last4="").update(
        aadhaar_last4="", aadhaar_seen=False, aadhaar_absent=Patient.AadhaarAbsent.REFUSED
    )
    with_last4 = PatientMerge.objects.exclude(survivor_aadhaar_last4="")
    with_last4.filter(Q(survivor=patient) | Q(survivor__in=merged)).update(survivor_aadhaar_last4="")
