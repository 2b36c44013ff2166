"""Whom the centre expects again: what the doctors of the demonstration planned."""

from hms.demo.visits import Row
from hms.lib import ids
from hms.lib.dates import age_on
from opd.follow_ups import kind_of_review
from opd.models import ConsultationDiagnosis, FollowUp


def plan(rows: list[Row]) -> None:
    """A row for every follow-up day that was signed (2 queries)."""
    seen = [row for row in rows if row.consultation and row.consultation.follow_up_on]
    lines = ConsultationDiagnosis.objects.filter(consultation__in=[row.consultation for row in seen])
    diagnoses = {line.consultation_id: line for line in lines.select_related("diagnosis")}
    FollowUp.objects.bulk_create(_planned(row, diagnoses[row.consultation.pk]) for row in seen)


def _planned(row: Row, diagnosis) -> FollowUp:
    visit, due = row.visit, row.consultation.follow_up_on
    years = age_on(visit.patient.birth_date, visit.visit_on).years
    return FollowUp(
        code=ids.random_code(),
        centre=visit.centre,
        patient_id=visit.patient_id,
        visit=visit,
        kind=kind_of_review([diagnosis], years, is_pregnant=row.story.diagnosis == "Z34.9"),
        due_on=due,
        remind_on=due,
        note=diagnosis.name_hi[:200],
        planned_at=row.consultation.signed_at,
        planned_by=row.consultation.signed_by,
    )
