"""A full week that ended, and what a centre may have written in it. Everybody is invented."""

from datetime import date, timedelta

from django.utils import timezone

from centres.models import Centre, SignIn, Statement, StatementLine
from centres.permissions import Role
from hms.lib import ids
from labs.models import LabOrder, Result, Test
from opd.honesty.found import Look
from opd.honesty.rules import RULES
from opd.models import Consultation, HonestyFinding, HonestyRule, Vitals
from opd.services.honesty import last_full_week
from registration.models import Visit
from tests import loaded
from tests.centres.factories import CentreFactory, MembershipFactory, UserFactory
from tests.opd.reporting.days import moment
from tests.registration.factories import VisitFactory


def week():
    return last_full_week(timezone.localdate())


def look(code: str, centre, *, others=(), in_week=None):
    """What one rule finds."""
    return RULES[code](Look(centre, in_week or week(), HonestyRule.objects.get(code=code), tuple(others)))


def people(centre, count: int, *, on: date | None = None, gap=120, **visit) -> list[Visit]:
    """So many registered one after the other, `gap` seconds apart, from 9 o'clock; by one clerk."""
    day = on or week().first
    by = visit.pop("registered_by", None) or UserFactory()
    return [
        VisitFactory(
            centre=centre, registered_at=moment(day) + timedelta(seconds=gap * place), registered_by=by, **visit
        )
        for place in range(count)
    ]


def measured(visits, pressures) -> None:
    by = UserFactory()
    for visit, (systolic, diastolic) in zip(visits, pressures, strict=True):
        Vitals.objects.create(
            visit=visit, systolic=systolic, diastolic=diastolic, recorded_at=visit.registered_at, recorded_by=by
        )


def signed(visits, by, *, days_after=0) -> None:
    for visit in visits:
        at = visit.registered_at + timedelta(days=days_after, minutes=10)
        Consultation.objects.create(
            visit=visit, started_at=at, started_by=by, saved_at=at, saved_by=by, signed_at=at, signed_by=by
        )


def colleague(centre, role=Role.DOCTOR):
    user = UserFactory()
    MembershipFactory(user=user, centre=centre, role=role, starts_on=date(2020, 1, 1))
    return user


def stated(centre, day: date, by, **staff) -> None:
    """The centre's word on who is on duty: `doctor=1`."""
    row = Statement.objects.create(centre=centre, on=day, made_at=moment(day, 8), made_by=by)
    StatementLine.objects.bulk_create(
        StatementLine(statement=row, group="staff", code=role, name_en=role, name_hi=role, count=count, total=count)
        for role, count in staff.items()
    )


def at_work(user, day: date) -> None:
    SignIn.objects.create(
        user=user, session_key=ids.random_code() * 4, method=SignIn.Method.PASSWORD, started_at=moment(day, 8),
        seen_at=moment(day, 14),
    )  # fmt: skip


def results(visits, values, *, by=None, code="HB", days_after=0) -> list[Result]:
    by, test, made = by or UserFactory(), Test.objects.get(code=code), []
    for place, (visit, value) in enumerate(zip(visits, values, strict=True)):
        at = visit.registered_at + timedelta(days=days_after, minutes=30, seconds=place)
        order = LabOrder.objects.create(
            code=ids.random_code(), visit=visit, test=test, ordered_at=at, ordered_by=by, status="resulted",
            resulted_at=at, resulted_by=by,
        )  # fmt: skip
        made.append(Result.objects.create(order=order, value=value, unit=test.unit, entered_at=at, entered_by=by))
    return made


def asked_question(centre) -> HonestyFinding:
    """Four registrations in a breath, asked about; of an office, at a centre of its district."""
    if centre.kind == Centre.Kind.ADMIN:
        centre = CentreFactory()
    loaded.opd_catalogue()
    rule, asked = HonestyRule.objects.get(code="burst"), week()
    keys = sorted(visit.pk for visit in people(centre, 4, gap=1))
    counts = {"counted": 4, "of": 4, "bursts": 1, "largest": 4, "days": [f"{asked.first}"], "limits": rule.limits}
    return HonestyFinding.objects.create(
        code=ids.random_code(), centre=centre, rule=rule, first=asked.first, last=asked.last, facts=counts,
        kind="visits", rows=keys, found_at=timezone.now(),
    )  # fmt: skip
