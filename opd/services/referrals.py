"""A referral's way: sent, arrived, seen, back with a note, recalled at home. The record's ownership never moves."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from opd.errors import NothingWritten, WrongStep
from opd.models import FollowUp, Referral
from opd.services import following
from registration.services import touch_slip

S = Referral.Status
Outcome = FollowUp.Outcome
NOT_GOING = (Outcome.ELSEWHERE, Outcome.MOVED, Outcome.REFUSED, Outcome.DIED)
RECALL_AFTER = timedelta(days=7)


def mark_arrived(referral: Referral, *, by, way: str = Referral.Way.DESK) -> Referral:
    """The patient stands at the hospital's desk, or says so by phone. Raises WrongStep when it was marked before."""
    return _step(referral, by, {S.SENT, S.NOT_GONE}, S.ARRIVED, "arrived", arrived_way=way)


def mark_seen(referral: Referral, *, by) -> Referral:
    """A doctor there has seen the patient; arriving may have been forgotten."""
    return _step(referral, by, {S.SENT, S.ARRIVED, S.NOT_GONE}, S.SEEN, "seen")


@transaction.atomic
def send_back(referral: Referral, note: str, *, by, recall_on: date | None = None) -> Referral:
    """Write to the home centre what was found and what to continue; it recalls the patient on `recall_on`.

    Without a day that is in a week. Raises NothingWritten, WrongStep, FollowUpError for an impossible day.
    """
    if not note.strip():
        raise NothingWritten(_("Write what was found and what to continue."), field="back_note")
    recall_on = recall_on or timezone.localdate() + RECALL_AFTER
    following.check_day(recall_on, "recall_on")
    before = {S.SENT, S.ARRIVED, S.SEEN, S.NOT_GONE}
    referral = _step(referral, by, before, S.BACK, "closed", back_note=note.strip(), recall_on=recall_on)
    following.plan_recall(referral, by=by)
    return referral


@transaction.atomic
def write_contact(row: FollowUp, *, way: str, outcome: str, next_on: date | None, note: str, by):
    """following.write_contact, and what the call means for the referral behind it.

    "Has reached the hospital" marks the arrival by phone; a final no closes the referral as not gone.
    """
    referral = None
    if row.kind == FollowUp.Kind.REFERRAL:  # locked before the follow-up, as at the hospital's desk
        referral = Referral.objects.select_for_update(of=("self",)).filter(visit=row.visit_id).first()
    elif outcome == Outcome.ARRIVED:
        raise WrongStep(_("Nobody was sent to a hospital here."), field="outcome")
    contact = following.write_contact(row, way=way, outcome=outcome, next_on=next_on, note=note, by=by)
    if referral and outcome == Outcome.ARRIVED and referral.status in {S.SENT, S.NOT_GONE}:
        mark_arrived(referral, by=by, way=Referral.Way.PHONE)
    elif referral and outcome in NOT_GOING and referral.status == S.SENT:
        _step(referral, by, {S.SENT}, S.NOT_GONE, "closed")
    return contact


@transaction.atomic
def _step(referral, by, before: set, after: str, stem: str, **changes) -> Referral:
    """The audit stands where the person works: at the hospital, or at home for what came by phone."""
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("visit__centre", "to_centre")
        .get(pk=referral.pk)
    )
    if referral.status not in before:
        raise WrongStep(_("This referral stands as “%(state)s” already.") % {"state": referral.get_status_display()})
    if referral.status == S.NOT_GONE:  # they went after all
        changes |= {"closed_at": None, "closed_by": None}
    changes |= {"status": after, f"{stem}_at": timezone.now(), f"{stem}_by": by}
    for name, value in changes.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(changes))
    if after != S.NOT_GONE:
        following.end_waiting_to_arrive(referral, by=by)
    touch_slip(referral.visit, why="referral")
    is_home = after == S.NOT_GONE or changes.get("arrived_way") == Referral.Way.PHONE
    audit.record(
        f"referral.{after}", by=by, centre=referral.visit.centre if is_home else referral.to_centre, target=referral,
        patient=referral.visit.patient_id,
    )  # fmt: skip
    return referral
