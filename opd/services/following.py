"""Coming again: planned by a signature or a result, followed by calls, kept by the next visit."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from hms.lib.dates import age_on
from opd import follow_ups
from opd.errors import FollowUpError
from opd.models import FollowUp, FollowUpContact
from registration.models import Visit

FURTHEST = timedelta(days=366)


def plan_from_signature(visit, consultation, diagnoses, referrals, *, by) -> list[FollowUp]:
    """Inside the signature's transaction: the doctor's own day, and each referral's (at most 2 queries)."""
    rows = []
    if consultation.follow_up_on:
        vitals = visit.vitals.filter(is_current=True).values_list("is_pregnant", flat=True).first()
        years = age_on(visit.patient.birth_date, visit.visit_on).years
        kind = follow_ups.kind_of_review(diagnoses, years, is_pregnant=bool(vitals))
        rows.append(_row(visit, kind, consultation.follow_up_on, consultation.follow_up_note, by))
    rows += _until_arrived(visit, referrals, by)
    return FollowUp.objects.bulk_create(rows, ignore_conflicts=True) if rows else []


def plan_referrals(visit, referrals, *, by) -> None:
    """For a referral that came after the signature (1 query)."""
    FollowUp.objects.bulk_create(_until_arrived(visit, referrals, by), ignore_conflicts=True)


def _until_arrived(visit, referrals, by) -> list[FollowUp]:
    today = timezone.localdate()
    return [
        _row(visit, FollowUp.Kind.REFERRAL, follow_ups.referral_due(one.urgency, today), one.reason, by)
        for one in referrals[:1]
    ]


@transaction.atomic
def plan_from_results(visit: Visit, orders, *, by) -> FollowUp | None:
    """Something pressing was released after the patient had gone: they must hear of it. Once for each visit."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("centre", "patient").get(pk=visit.pk)
    if visit.status != Visit.Status.DONE:
        return None
    results = [result for order in orders for result in order.results.all() if result.is_current]
    due = follow_ups.result_due({result.flag for result in results}, timezone.localdate())
    if due is None or visit.follow_ups.filter(kind=FollowUp.Kind.RESULT).exists():
        return None
    note = ", ".join(order.test.name_hi for order in orders)
    row = _row(visit, FollowUp.Kind.RESULT, due, note, by)
    row.save()
    audit.record("follow_up.planned", by=by, centre=visit.centre, target=row, patient=visit.patient_id)
    return row


@transaction.atomic
def write_contact(row: FollowUp, *, way: str, outcome: str, next_on: date | None, note: str, by) -> FollowUpContact:
    """Write what a call or house visit brought; some outcomes end it.

    Raises FollowUpError when it was ended before, when a promise has no day, or the day is past or over a year away.
    """
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("centre").get(pk=row.pk)
    if row.closed_at:
        raise FollowUpError(_("This was ended already: %(how)s.") % {"how": row.get_outcome_display()})
    _check_day(outcome, next_on)
    ends = outcome in FollowUp.ENDING
    now = timezone.now()
    contact = FollowUpContact.objects.create(
        follow_up=row, way=way, outcome=outcome, next_on=None if ends else next_on, note=note.strip()[:200],
        contacted_at=now, contacted_by=by,
    )  # fmt: skip
    row.outcome = outcome
    if ends:
        row.closed_at, row.closed_by = now, by
    else:
        row.remind_on = next_on or timezone.localdate() + timedelta(days=1)
    row.save(update_fields=["outcome", "closed_at", "closed_by", "remind_on"])
    audit.record("follow_up.contact", by=by, centre=row.centre, target=row, patient=row.patient_id, outcome=outcome)
    return contact


def end_waiting_to_arrive(referral, *, by) -> None:
    """Who has reached the hospital need not be called for it any more (1 query)."""
    waiting = FollowUp.objects.filter(visit=referral.visit_id, kind=FollowUp.Kind.REFERRAL, closed_at=None)
    waiting.update(outcome=FollowUp.Outcome.ARRIVED, closed_at=timezone.now(), closed_by=by)


def plan_answer(visit, note: str, *, by) -> None:
    """A specialist answered after the patient had gone home: call today. Once for each visit (1 query)."""
    if visit.status == Visit.Status.DONE:
        row = _row(visit, FollowUp.Kind.ONLINE, timezone.localdate(), note, by)
        FollowUp.objects.bulk_create([row], ignore_conflicts=True)


def plan_recall(referral, *, by) -> None:
    """The hospital wrote back: the home centre takes over on `recall_on`; on its list from today."""
    row = _row(referral.visit, FollowUp.Kind.RECALL, referral.recall_on, referral.back_note, by)
    row.remind_on = timezone.localdate()
    FollowUp.objects.bulk_create([row], ignore_conflicts=True)


def check_day(day: date, field: str) -> None:
    """Raises FollowUpError for a day that is past or over a year away."""
    today = timezone.localdate()
    if day < today:
        raise FollowUpError(_("This day is past."), field=field)
    if day > today + FURTHEST:
        raise FollowUpError(_("That is more than a year away."), field=field)


def _check_day(outcome: str, next_on: date | None) -> None:
    if outcome == FollowUp.Outcome.WILL_COME and next_on is None:
        raise FollowUpError(_("Write the day on which the patient will come."), field="next_on")
    if next_on:
        check_day(next_on, "next_on")


def _row(visit, kind: str, due_on: date, note: str, by) -> FollowUp:
    return FollowUp(
        code=ids.random_code(),
        centre=visit.centre,
        patient_id=visit.patient_id,
        visit=visit,
        kind=kind,
        due_on=due_on,
        remind_on=due_on,
        note=note[:200],
        planned_at=timezone.now(),
        planned_by=by,
    )
