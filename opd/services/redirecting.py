"""Sending somebody from a big hospital's desk to the nearest health centre that treats this, with a token there."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from opd.errors import RedirectError
from opd.models import Redirection
from opd.selectors.nearer import nearer
from registration.errors import AlreadyToday
from registration.services import NewPatient, open_visit, register

Outcome = Redirection.Outcome


@transaction.atomic
def stop_for_red_flag(hospital, row, *, by) -> Redirection:
    """A warning sign: nobody is sent away. Counted, about nobody."""
    made = _make(hospital, Outcome.RED_FLAG, by, desk_complaint=row)
    audit.record("redirect.stopped", by=by, centre=hospital, target=made)
    return made


@transaction.atomic
def offer(hospital, row, centre_code: str, *, pincode: str, by) -> Redirection:
    """Name one centre. Raises RedirectError when it cannot take the person now: closed, no doctor, no such service."""
    found = next((one for one in nearer(hospital, row, pincode) if one.centre.code == centre_code), None)
    if found is None or not found.is_possible:
        raise RedirectError(_("This centre cannot take anybody now. Choose another, or register the person here."))
    made = _make(
        hospital, Outcome.OFFERED, by, desk_complaint=row, pincode=pincode, to_centre=found.centre,
        department=found.department,
    )  # fmt: skip
    audit.record("redirect.offered", by=by, centre=hospital, target=made, to=found.centre.code)
    return made


@transaction.atomic
def send_known(row: Redirection, patient, *, by) -> Redirection:
    """A token at the centre for somebody on record; the one they have there today counts. Raises RedirectError."""
    row = _locked(row)
    try:
        visit = open_visit(patient, row.department, by=by)
    except AlreadyToday as already:
        visit = already.visit
        if Redirection.objects.filter(visit=visit).exists():
            raise RedirectError(_("This person was sent there today already.")) from None
    return _sent(row, visit, by)


@transaction.atomic
def send_new(row: Redirection, data: NewPatient, *, by) -> Redirection:
    """Register somebody new at the centre, with a token there. Raises what registration.services.register does."""
    row = _locked(row)
    return _sent(row, register(data, centre=row.to_centre, by=by), by)


def _make(hospital, outcome, by, **more) -> Redirection:
    return Redirection.objects.create(
        code=ids.random_code(), centre=hospital, outcome=outcome, asked_at=timezone.now(), asked_by=by, **more
    )


def _locked(row: Redirection) -> Redirection:
    rows = Redirection.objects.select_for_update(of=("self",))
    row = rows.select_related("centre", "to_centre", "department__centre", "department__room").get(pk=row.pk)
    if row.outcome != Outcome.OFFERED:
        raise RedirectError(_("This was done already."))
    return row


def _sent(row: Redirection, visit, by) -> Redirection:
    row.outcome, row.visit, row.sent_at, row.sent_by = Outcome.SENT, visit, timezone.now(), by
    row.save(update_fields=["outcome", "visit", "sent_at", "sent_by"])
    audit.record("redirect.sent", by=by, centre=row.centre, target=row, patient=visit.patient_id, to=row.to_centre.code)
    return row
