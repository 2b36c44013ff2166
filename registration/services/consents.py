"""Taking consent back: what was derived from Aadhaar goes, the record stays under its UHID."""

from django.db import transaction
from django.utils import timezone

from centres import audit
from registration.models import Consent, Patient
from registration.services.aadhaar import forget_number


@transaction.atomic
def withdraw_consent(patient: Patient, *, centre, by) -> Patient:
    """Clear last four digits, index and vault row, and close every consent (6 queries). Again changes nothing.

    Source: the Aadhaar rules for this product (A4.1, rule 6).
    """
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    forget_number(patient)
    open_consents = Consent.objects.filter(patient=patient, withdrawn_at__isnull=True)
    closed = open_consents.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    if patient.aadhaar_last4:
        patient.aadhaar_last4, patient.aadhaar_seen = "", False
        patient.aadhaar_absent = Patient.AadhaarAbsent.REFUSED
        patient.version += 1
        patient.save(update_fields=["aadhaar_last4", "aadhaar_seen", "aadhaar_absent", "version"])
    audit.record("consent.withdrawn", by=by, centre=centre, target=patient, patient=patient, consents=closed)
    return patient
