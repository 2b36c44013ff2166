"""What stays with a person: chronic problems and allergies."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from opd.errors import AlreadyNoted, NothingWritten
from opd.models import Allergy, ConsultationDiagnosis, Problem
from registration.models import Patient
from registration.services.locking import lock_patient


def note_chronic(patient: Patient, diagnoses: list[ConsultationDiagnosis], *, by) -> None:
    """Put final chronic diagnoses on the person's list; those there already stay as they are (≤ 1 query)."""
    now = timezone.now()
    new = [
        Problem(patient=patient, diagnosis=row.diagnosis, since_year=now.year, noted_at=now, noted_by=by)
        for row in diagnoses
        if row.diagnosis and row.diagnosis.is_chronic and row.certainty == ConsultationDiagnosis.Certainty.FINAL
    ]
    if new:
        Problem.objects.bulk_create(new, ignore_conflicts=True)


@transaction.atomic
def add_allergy(patient: Patient, substance: str, reaction: str = "", *, centre, by) -> Allergy:
    """Raises NothingWritten without a substance, AlreadyNoted when it stands on the list."""
    lock_patient(patient.pk)
    substance, reaction = substance.strip()[:60], reaction.strip()[:80]
    if not substance:
        raise NothingWritten(_("Write what the patient is allergic to."), field="substance")
    if Allergy.objects.filter(patient=patient, substance__iexact=substance, removed_at=None).exists():
        raise AlreadyNoted(
            _("“%(substance)s” stands on the list already.") % {"substance": substance}, field="substance"
        )
    row = Allergy.objects.create(
        patient=patient, substance=substance, reaction=reaction, noted_at=timezone.now(), noted_by=by
    )
    audit.record("allergy.added", by=by, centre=centre, target=row, patient=patient)
    return row


@transaction.atomic
def remove_allergy(patient: Patient, key: int, reason: str, *, centre, by) -> Allergy:
    """Take an allergy off the list, saying why; the row stays. Raises NothingWritten without a reason."""
    row = Allergy.objects.select_for_update().get(pk=key, patient=patient)
    if row.removed_at:
        return row
    if not reason.strip():
        raise NothingWritten(_("Say why the allergy is taken off the list."), field="remove_reason")
    row.removed_at, row.removed_by, row.remove_reason = timezone.now(), by, reason.strip()[:120]
    row.save(update_fields=["removed_at", "removed_by", "remove_reason"])
    audit.record("allergy.removed", by=by, centre=centre, target=row, patient=patient)
    return row


@transaction.atomic
def resolve_problem(patient: Patient, key: int, *, centre, by) -> Problem:
    """The problem is over; it stays in the history."""
    row = Problem.objects.select_for_update().get(pk=key, patient=patient)
    if row.resolved_at is None:
        row.resolved_at, row.resolved_by = timezone.now(), by
        row.save(update_fields=["resolved_at", "resolved_by"])
        audit.record("problem.resolved", by=by, centre=centre, target=row, patient=patient)
    return row
