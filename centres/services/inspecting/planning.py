"""Which centres are inspected, from when to when, by whom, with which checklist."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Centre, ChecklistVersion, Inspection, InspectionRound, User
from hms.lib.dates import format_day
from hms.lib.ids import random_code

LONGEST = timedelta(days=92)
FURTHEST = timedelta(days=366)
OPEN = (Inspection.Status.PLANNED, Inspection.Status.STARTED)


@transaction.atomic
def plan_round(
    office: Centre, *, name: str, version: ChecklistVersion, starts_on: date, ends_on: date, centres, inspector, by
) -> InspectionRound:
    """A round with one visit for each of `centres`, spread evenly over its days. Raises CentresError."""
    _check_days(starts_on, ends_on)
    if not centres:
        raise CentresError(_("Choose at least one centre."), field="centres")
    now = timezone.now()
    planned = InspectionRound.objects.create(
        code=random_code(),
        office=office,
        name=name,
        version=version,
        starts_on=starts_on,
        ends_on=ends_on,
        planned_at=now,
        planned_by=by,
    )
    centres = list(centres)
    step = (ends_on - starts_on).days / max(len(centres), 1)
    for place, centre in enumerate(centres):
        _create(planned, centre, starts_on + timedelta(days=int(place * step)), inspector)
    audit.record("inspection.planned", by=by, centre=office, target=planned, count=len(centres))
    return planned


@transaction.atomic
def add_visit(planned: InspectionRound, centre: Centre, *, on: date, inspector: User, by) -> Inspection:
    """One more centre in a round. Raises CentresError outside its days or where the centre has a visit already."""
    _check_within(planned, on)
    try:
        with transaction.atomic():
            visit = _create(planned, centre, on, inspector)
    except IntegrityError as error:
        raise CentresError(_("This centre is in the round already."), field="centre") from error
    audit.record("inspection.planned", by=by, centre=planned.office, target=visit, count=1)
    return visit


@transaction.atomic
def hand_over(visit: Inspection, *, inspector: User, on: date, by) -> Inspection:
    """Another inspector or another day, until the visit ends."""
    visit = Inspection.objects.select_for_update(of=("self",)).select_related("round", "office").get(pk=visit.pk)
    if visit.status not in OPEN:
        raise CentresError(_("This visit is over."))
    _check_within(visit.round, on)
    visit.inspector, visit.planned_on = inspector, on
    visit.save(update_fields=["inspector", "planned_on"])
    audit.record("inspection.moved", by=by, centre=visit.office, target=visit)
    return visit


@transaction.atomic
def cancel(visit: Inspection, *, by) -> Inspection:
    """Takes a visit out of its round as long as nobody went. Raises CentresError afterwards."""
    visit = Inspection.objects.select_for_update(of=("self",)).select_related("office").get(pk=visit.pk)
    if visit.status != Inspection.Status.PLANNED:
        raise CentresError(_("Only a visit that has not begun can be taken out."))
    visit.status = Inspection.Status.CANCELLED
    visit.cancelled_at, visit.cancelled_by = timezone.now(), by
    visit.save(update_fields=["status", "cancelled_at", "cancelled_by"])
    audit.record("inspection.cancelled", by=by, centre=visit.office, target=visit)
    return visit


def _create(planned: InspectionRound, centre: Centre, on: date, inspector: User) -> Inspection:
    return Inspection.objects.create(
        code=random_code(),
        round=planned,
        office=planned.office,
        centre=centre,
        version=planned.version,
        inspector=inspector,
        planned_on=on,
    )


def _check_days(starts_on: date, ends_on: date) -> None:
    today = timezone.localdate()
    if starts_on < today:
        raise CentresError(_("The round cannot begin before today."), field="starts_on")
    if starts_on - today > FURTHEST:
        raise CentresError(_("That is more than a year ahead. Is the year right?"), field="starts_on")
    if ends_on < starts_on:
        raise CentresError(_("It cannot end before it begins."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise CentresError(_("A round lasts three months at most."), field="ends_on")


def _check_within(planned: InspectionRound, on: date) -> None:
    if not planned.starts_on <= on <= planned.ends_on:
        days = {"first": format_day(planned.starts_on), "last": format_day(planned.ends_on)}
        raise CentresError(_("The round runs from %(first)s to %(last)s.") % days, field="on")
