"""A person may have had several records: which of them a number names now, and which keys older rows know them by."""

from django.db.models import Q
from django.db.models.functions import Coalesce

from registration.models import Patient


def of_uhid(uhid: str):
    """Keys of the record that this number opens today, also where its own was merged into another: for `__in`."""
    return Patient.everyone.filter(uhid=uhid).values(goes_on=Coalesce("merged_into", "pk"))


def keys_of(patient_key: int):
    """Keys of all records of this person, for what names a patient by number only (the audit): for `__in`."""
    return Patient.everyone.filter(Q(pk=patient_key) | Q(merged_into=patient_key)).values("pk")


def uhids_of(patient: Patient) -> set[str]:
    """Every number that opens this record (1 query)."""
    absorbed = Patient.everyone.filter(merged_into=patient).values_list("uhid", flat=True)
    return {patient.uhid, *absorbed}


def goes_on(patient_key: int) -> int | None:
    """The record that a merged one went into; None for one that goes on itself (1 query)."""
    return Patient.everyone.filter(pk=patient_key).values_list("merged_into", flat=True).first()
