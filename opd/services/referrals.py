"""A referral's way: sent, arrived, seen, back with a note. The record's ownership never moves."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from opd.errors import NothingWritten, WrongStep
from opd.models import Referral
from registration.services import touch_slip

S = Referral.Status


def mark_arrived(referral: Referral, *, by) -> Referral:
    """The patient stands at the hospital's desk. Raises WrongStep when somebody marked it before."""
    return _step(referral, by, {S.SENT}, S.ARRIVED, "arrived")


def mark_seen(referral: Referral, *, by) -> Referral:
    """A doctor there has seen the patient; arriving may have been forgotten."""
    return _step(referral, by, {S.SENT, S.ARRIVED}, S.SEEN, "seen")


@transaction.atomic
def send_back(referral: Referral, note: str, *, by) -> Referral:
    """Write to the home centre what was found and what to continue. Raises NothingWritten, WrongStep."""
    if not note.strip():
        raise NothingWritten(_("Write what was found and what to continue."), field="back_note")
    return _step(referral, by, {S.SENT, S.ARRIVED, S.SEEN}, S.BACK, "closed", back_note=note.strip())


@transaction.atomic
def _step(referral, by, before: set, after: str, stem: str, **changes) -> Referral:
    """The audit stands at the hospital, where the person works; the slip is the home centre's visit."""
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("visit__centre", "to_centre")
        .get(pk=referral.pk)
    )
    if referral.status not in before:
        raise WrongStep(_("This referral stands as “%(state)s” already.") % {"state": referral.get_status_display()})
    changes |= {"status": after, f"{stem}_at": timezone.now(), f"{stem}_by": by}
    for name, value in changes.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(changes))
    touch_slip(referral.visit, why="referral")
    audit.record(
        f"referral.{after}", by=by, centre=referral.to_centre, target=referral, patient=referral.visit.patient_id
    )
    return referral
