"""A further visit of somebody we know."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from hms.lib.dates import age_on
from registration import priority
from registration.access import access_row
from registration.errors import AlreadyToday, NoSuchDepartment
from registration.models import Patient, PatientAccess, Visit
from registration.services.locking import lock_patient
from registration.services.numbers import Numbers, place_in_queue, take_numbers
from registration.services.rows import insert_together
from registration.signals import tell


def visit_codes() -> list[str]:
    return [ids.random_code() for _try in range(4)]


def open_visit(
    patient: Patient,
    department,
    *,
    by,
    priority: str = "",
    seconds_at_counter: int | None = None,
    counter_entry: str = "",
    workstation_id: int | None = None,
    source: str = Visit.Source.COUNTER,
    at: datetime | None = None,
) -> Visit:
    """A token for somebody on record; a follow-up while the last slip of this department is valid (6 queries).

    Raises NoSuchDepartment, RecordMerged, or AlreadyToday with the visit that stands.
    """
    check_department(department, department.centre)
    more = {
        "said_priority": priority,
        "seconds_at_counter": seconds_at_counter,
        "counter_entry": counter_entry,
        "workstation_id": workstation_id,
        "source": source,
    }
    visit, is_new = _find_or_open(patient, department, by, at or timezone.now(), more)
    if not is_new:
        raise AlreadyToday(
            _("This person already has token %(token)d here today.") % {"token": visit.token}, visit=visit
        )
    return visit


@transaction.atomic(savepoint=False)
def _find_or_open(patient: Patient, department, by, at: datetime, more: dict) -> tuple[Visit, bool]:
    """Today's visit and False, or a new one and True. The patient's row is locked, so two counters agree."""
    day = timezone.localdate(at)
    patient = lock_patient(patient.pk)
    last = _last_here(patient, department, day)
    if last and last.visit_on == day:
        return last, False
    kind = Visit.Kind.FOLLOW_UP if is_follow_up(last, department.centre, day) else Visit.Kind.NEW
    visit = new_visit(
        patient, department, take_numbers(department.centre, department, day), by=by, at=at, kind=kind, **more
    )
    insert_together(visit, free={"code": visit_codes()})
    access = access_row(patient, visit.centre, PatientAccess.Basis.VISIT, by=by, at=at)
    PatientAccess.objects.bulk_create([access], ignore_conflicts=True)
    audit.record(
        "visit.opened", by=by, centre=visit.centre, target=visit, patient=patient, token=visit.token, kind=kind
    )
    tell(visit, "opened")
    return visit, True


def check_department(department, centre) -> None:
    if department is None or department.centre_id != centre.pk or not department.is_active:
        raise NoSuchDepartment(_("This department is not open here. Choose another."), field="department")


def new_visit(patient, department, numbers: Numbers, *, by, at, kind, said_priority="", **more) -> Visit:
    """The row, not saved yet. A follow-up costs nothing; a new visit the centre's fee."""
    centre, day = department.centre, timezone.localdate(at)
    years = age_on(patient.birth_date, day).years if patient.birth_date <= day else 0
    why = priority.reason(said_priority, years)
    return Visit(
        patient=patient,
        centre=centre,
        department=department,
        room_id=department.room_id,
        number=numbers.visit_number(centre, day),
        visit_on=day,
        token=numbers.token,
        daily_serial=numbers.daily,
        yearly_serial=numbers.yearly,
        kind=kind,
        is_priority=bool(why),
        priority=why,
        place=place_in_queue(why, department, day, numbers.token),
        fee_rupees=centre.fee_rupees if kind == Visit.Kind.NEW else 0,
        registered_at=at,
        registered_by=by,
        is_demo=patient.is_demo,
        **more,
    )


def _last_here(patient, department, day) -> Visit | None:
    """The newest visit in this department up to `day` that was not cancelled."""
    visits = Visit.objects.filter(patient=patient, department=department, visit_on__lte=day)
    return visits.exclude(status=Visit.Status.CANCELLED).order_by("-visit_on", "-registered_at").first()


def is_follow_up(last: Visit | None, centre, day) -> bool:
    """Whether the slip of `last` still counts on `day`; the last day of its validity counts."""
    return bool(last) and day - last.visit_on <= timedelta(days=centre.slip_valid_days)
