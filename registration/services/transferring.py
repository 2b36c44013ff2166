"""Going on to another department: the same visit, the same slip, a new token."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from registration.errors import AlreadyToday, NoSuchDepartment, NotInThisState, ReasonMissing
from registration.models import Visit, VisitTransfer
from registration.services.locking import lock_patient
from registration.services.numbers import place_in_queue, take_token
from registration.services.slips import touch_slip
from registration.services.visiting import check_department
from registration.signals import tell

S = Visit.Status
ON_THE_WAY = {S.WAITING, S.CALLED, S.AWAY}


@transaction.atomic
def transfer_visit(visit: Visit, department, *, by, reason: str, version: int) -> Visit:
    """Send somebody on to `department`, where they wait with its next token; the old token is not given again.

    The patient's row is locked first, as opening a visit does. `version` is the visit's as the clerk saw it.
    Raises NotInThisState (seen, cancelled, of another day, or changed meanwhile), NoSuchDepartment, AlreadyToday,
    ReasonMissing, RecordMerged.
    """
    check_department(department, visit.centre)
    reason = reason.strip()[:100]
    if not reason:
        raise ReasonMissing(_("Say why the person goes to another department."), field="reason")
    lock_patient(visit.patient_id)
    locked = Visit.objects.select_for_update(of=("self",)).select_related("patient", "centre", "department")
    visit = locked.get(pk=visit.pk)
    _check(visit, department, version)
    row = VisitTransfer(
        visit=visit,
        from_department=visit.department,
        from_token=visit.token,
        to_department=department,
        to_token=take_token(visit.centre, department, visit.visit_on),
        reason=reason,
        transferred_at=timezone.now(),
        transferred_by=by,
    )
    row.save(force_insert=True)
    _move(visit, row)
    audit.record(
        "visit.transferred",
        by=by,
        centre=visit.centre,
        target=visit,
        patient=visit.patient_id,
        before=f"{row.from_department.code} {row.from_token}",
        after=f"{department.code} {row.to_token}",
    )
    tell(visit, "transferred")
    return visit


def _check(visit: Visit, department, version: int) -> None:
    if visit.status not in ON_THE_WAY or visit.visit_on != timezone.localdate() or visit.version != version:
        raise NotInThisState(
            _("Token %(token)d is no longer where this page shows it. It now stands as: %(state)s.")
            % {"token": visit.token, "state": visit.get_status_display()}
        )
    if department.pk == visit.department_id:
        raise NoSuchDepartment(_("The person waits in this department already."), field="department")
    there = Visit.objects.filter(patient=visit.patient_id, department=department, visit_on=visit.visit_on)
    if other := there.exclude(status=S.CANCELLED).first():
        raise AlreadyToday(
            _("This person already has token %(token)d here today.") % {"token": other.token}, visit=other
        )


def _move(visit: Visit, row: VisitTransfer) -> None:
    changes = {
        "department": row.to_department,
        "token": row.to_token,
        "place": place_in_queue(visit.priority, row.to_department, visit.visit_on, row.to_token),
        "room_id": row.to_department.room_id,
        "status": S.WAITING,
        "called_at": None,
        "called_by": None,
        "version": visit.version + 1,
    }
    for name, value in changes.items():
        setattr(visit, name, value)
    visit.save(update_fields=["room" if name == "room_id" else name for name in changes])
    touch_slip(visit, why="transferred")
