"""A fact was wrong: the new value stands, the old one and the reason are kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import Conflict
from registration.errors import ReasonMissing
from registration.models import Patient, PatientChange
from registration.search import keys_of


@transaction.atomic
def correct_facts(patient: Patient, facts: dict, *, reason: str, version: int, centre, by) -> Patient:
    """Write those of `facts` (column: value) that differ, one PatientChange each (5 queries).

    Raises ReasonMissing, or Conflict when somebody saved another version since `version` was read.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why this is corrected."), field="reason")
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    changed = {name: value for name, value in facts.items() if getattr(patient, name) != value}
    if not changed:
        return patient
    if patient.version != version:
        raise Conflict(_("Somebody else corrected this record meanwhile. Compare both, then save again."))
    PatientChange.objects.bulk_create(_changes(patient, changed, reason.strip(), centre, by))
    for name, value in changed.items():
        setattr(patient, name, value)
    patient.name_keys = keys_of(patient.name, patient.name_other)
    patient.version += 1
    patient.save(update_fields=[*changed, "name_keys", "find_keys", "version"])
    audit.record("patient.corrected", by=by, centre=centre, target=patient, patient=patient, fields=sorted(changed))
    return patient


def _changes(patient: Patient, changed: dict, reason: str, centre, by) -> list[PatientChange]:
    now = timezone.now()
    return [
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
    ]
