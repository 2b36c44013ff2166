"""A slip written by hand becomes a visit with the time on its paper: everything together, once."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib.dates import format_moment
from registration import pad_numbers
from registration.errors import NotInThisState, NotWrittenThen, PadSlipTaken
from registration.models import PadSlip, Patient, Visit
from registration.services.registering import NewPatient, register
from registration.services.slips import touch_slip
from registration.services.visiting import open_visit
from registration.signals import pad_slip_attached

LATEST = timedelta(days=60)  # after that nobody remembers who was meant


@transaction.atomic
def attach_new(slip: PadSlip, data: NewPatient, *, at: datetime, is_seen: bool, by) -> Visit:
    """Somebody not on record yet: patient, visit and slip together. Raises as `register`, and as attach_known."""
    slip = _open(slip, at)
    data = replace(data, at=at, source=Visit.Source.DOWNTIME, seconds_at_counter=None, counter_entry="")
    return _attached(slip, register(data, centre=slip.pad.centre, by=by), at=at, is_seen=is_seen, by=by)


@transaction.atomic
def attach_known(slip: PadSlip, patient: Patient, department, *, at: datetime, is_seen: bool, priority: str = "", by):
    """A visit of somebody on record, at the time on the paper; the Visit.

    Raises PadSlipTaken, NotWrittenThen, and what open_visit raises: AlreadyToday carries the visit of that day, which
    attach_to_visit takes.
    """
    slip = _open(slip, at)
    visit = open_visit(patient, department, by=by, priority=priority, source=Visit.Source.DOWNTIME, at=at)
    return _attached(slip, visit, at=at, is_seen=is_seen, by=by)


@transaction.atomic
def attach_to_visit(slip: PadSlip, visit: Visit, *, at: datetime, by) -> Visit:
    """The paper of a visit that stands already: registered just before the cut, or written on two papers."""
    slip = _open(slip, at)
    rows = Visit.objects.for_centre(slip.pad.centre).select_for_update(of=("self",))
    visit = rows.select_related("patient", "centre", "department").get(pk=visit.pk)
    if visit.status == Visit.Status.CANCELLED or visit.visit_on != timezone.localdate(at):
        raise NotInThisState(_("This visit is cancelled or of another day. Choose again."))
    touch_slip(visit, why="by_hand")
    return _close(slip, visit, at=at, by=by)


def lock(slip: PadSlip) -> PadSlip:
    """The slip as it stands now; whoever else wants it waits.

    Its visit and person are read later: a join would answer as before the wait.
    """
    rows = PadSlip.objects.select_for_update(of=("self",)).select_related("pad__centre")
    return rows.get(pk=slip.pk)


def _open(slip: PadSlip, at: datetime) -> PadSlip:
    slip = lock(slip)
    if slip.attached_at:
        raise PadSlipTaken(
            _("Slip %(serial)s was attached at %(moment)s by %(name)s: token %(token)d.")
            % {
                "serial": pad_numbers.show(slip.serial),
                "moment": format_moment(slip.attached_at),
                "name": slip.attached_by.name,
                "token": slip.visit.token,
            },
            slip=slip,
        )
    if slip.spoilt_at:
        raise PadSlipTaken(
            _("Slip %(serial)s is declared spoilt. Take that back first.") % {"serial": pad_numbers.show(slip.serial)},
            slip=slip,
        )
    check_written(slip, at)
    return slip


def check_written(slip: PadSlip, at: datetime) -> None:
    """Raises NotWrittenThen: in the future, before the pad was printed, or too long ago."""
    printed = slip.pad.printed_at.replace(second=0, microsecond=0)  # a paper has hours and minutes
    if at > timezone.now():
        raise NotWrittenThen(_("This time has not come yet. Look at the paper again."), field="clock")
    if at < printed:
        sentence = _("This pad was printed at %(moment)s; nothing was written on it before that.")
        raise NotWrittenThen(sentence % {"moment": format_moment(printed)}, field="day")
    if at < timezone.now() - LATEST:
        raise NotWrittenThen(
            _("This is more than %(days)d days ago. Such a paper is kept, and its slip declared spoilt with a reason.")
            % {"days": LATEST.days},
            field="day",
        )


def _attached(slip: PadSlip, visit: Visit, *, at: datetime, is_seen: bool, by) -> Visit:
    """Nobody of a past day waits today; whom the doctor has seen on paper does not wait either."""
    if is_seen or visit.visit_on < timezone.localdate():
        visit.status, visit.done_at, visit.done_by = Visit.Status.DONE, at, by
        visit.save(update_fields=["status", "done_at", "done_by"])
    return _close(slip, visit, at=at, by=by)


def _close(slip: PadSlip, visit: Visit, *, at: datetime, by) -> Visit:
    slip.visit, slip.written_at, slip.attached_at, slip.attached_by = visit, at, timezone.now(), by
    slip.save(update_fields=["visit", "written_at", "attached_at", "attached_by"])
    pad_slip_attached.send(sender=PadSlip, slip=slip, by=by)
    audit.record(
        "pad.attached",
        by=by,
        centre=visit.centre,
        target=visit,
        patient=visit.patient_id,
        serial=pad_numbers.show(slip.serial),
        late=visit.visit_on < timezone.localdate(),
    )
    return visit
