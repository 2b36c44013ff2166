"""A fact was wrong: the new value stands, the old one and the reason are kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import Conflict
from registration.errors import ReasonMissing
from registration.merging import NOT_KEPT_IN_TEXT
from registration.models import Patient, PatientChange
from registration.search import keys_of
from registration.services.locking import lock_patient


@transaction.atomic
def correct_facts(patient: Patient, facts: dict, *, reason: str, version: int, centre, by) -> Patient:
    """Write those of `facts` (column: value) that differ, one PatientChange each (5 queries).

    Raises ReasonMissing, RecordMerged, or Conflict when somebody saved another version since `version` was read.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why this is corrected."), field="reason")
    patient = lock_patient(patient.pk)
    changed = {name: value for name, value in facts.items() if getattr(patient, name) != value}
    if not changed:
        return patient
    if patient.version != version:
        raise Conflict(_("Somebody else corrected this record meanwhile. Compare both, then save again."))
    changes_of(patient, changed, reason.strip(), centre, by)
    for name, value in changed.items():
        setattr(patient, name, value)
    patient.name_keys = keys_of(patient.name, patient.name_other)
    patient.version += 1
    patient.save(update_fields=[*changed, "name_keys", "find_keys", "version"])
    audit.record("patient.corrected", by=by, centre=centre, target=patient, patient=patient, fields=sorted(changed))
    return patient


def changes_of(patient: Patient, changed: dict, reason: str, centre, by) -> None:
    """Keep what stands now of the columns in `changed`, which the caller writes next.

    What belongs to Aadhaar is not kept: a consent that is taken back could not clear it here.
    """
    now = timezone.now()
    PatientChange.objects.bulk_create(
        PatientChange(
            patient=patient,
            field=name,
            before=str(getattr(patient, name)),
            after=str(value),
            reason=reason,
            changed_at=now,
            changed_by=by,
            centre=centre,
        )
        for name, value in changed.items()
        if name != NOT_KEPT_IN_TEXT
    )
