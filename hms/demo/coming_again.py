"""Whom the centre expects again: what the doctors of the demonstration planned."""

from django.utils import timezone

from hms.demo.visits import Row
from hms.lib import ids
from hms.lib.dates import age_on
from opd.follow_ups import kind_of_review, referral_due
from opd.models import ConsultationDiagnosis, FollowUp, Referral


def plan(rows: list[Row]) -> None:
    """A row for every follow-up day that was signed, and for every referral (4 queries)."""
    seen = [row for row in rows if row.consultation and row.consultation.follow_up_on]
    lines = ConsultationDiagnosis.objects.filter(consultation__in=[row.consultation for row in seen])
    diagnoses = {line.consultation_id: line for line in lines.select_related("diagnosis")}
    FollowUp.objects.bulk_create(_planned(row, diagnoses[row.consultation.pk]) for row in seen)
    by_visit = {row.visit.pk: row for row in rows}
    referrals = Referral.objects.filter(visit__in=by_visit)
    FollowUp.objects.bulk_create(_referred(by_visit[one.visit_id], one) for one in referrals)


def _referred(row: Row, referral: Referral) -> FollowUp:
    """To call until they arrive, or after the hospital wrote back (see opd.services.referrals)."""
    is_back = referral.recall_on is not None
    due = referral.recall_on or referral_due(referral.urgency, timezone.localdate(referral.referred_at))
    return FollowUp(
        code=ids.random_code(),
        centre=row.visit.centre,
        patient_id=row.visit.patient_id,
        visit=row.visit,
        kind=FollowUp.Kind.RECALL if is_back else FollowUp.Kind.REFERRAL,
        due_on=due,
        remind_on=due,
        note=referral.back_note if is_back else referral.reason,
        planned_at=referral.closed_at or referral.referred_at,
        planned_by=referral.referred_by,
    )


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
