"""How a visit moves through the day."""

import datetime

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from registration import selectors, services
from registration.errors import AlreadyToday, NotInThisState, ReasonMissing
from registration.models import Visit
from registration.selectors.pace import pace
from registration.signals import visit_changed
from tests.centres.factories import DepartmentFactory, UserFactory
from tests.registration.factories import VisitFactory, general_of

pytestmark = pytest.mark.django_db


def test_a_visit_is_called_goes_away_is_recalled_and_finished():
    visit, doctor = VisitFactory(), UserFactory()
    steps = [services.call_visit, services.set_away, services.recall_visit, services.finish_visit]

    states = [step(visit, by=doctor).status for step in steps]

    assert states == ["called", "away", "called", "done"]
    stored = Visit.objects.get(pk=visit.pk)
    assert (stored.called_by, stored.done_by, stored.version) == (doctor, doctor, 5)
    assert list(AuditEvent.objects.order_by("number").values_list("action", flat=True)) == [
        "visit.called", "visit.away", "visit.recalled", "visit.finished",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("called", services.call_visit),
        ("done", services.call_visit),
        ("waiting", services.recall_visit),
        ("away", services.set_away),
        ("done", services.finish_visit),
        ("cancelled", services.finish_visit),
    ],
)
def test_a_step_out_of_order_is_refused_and_says_where_the_visit_stands(status, step, english):
    who = {"called": "called", "done": "done", "cancelled": "cancelled"}.get(status)
    moment = {f"{who}_at": timezone.now(), f"{who}_by": UserFactory()} if who else {}
    visit = VisitFactory(status=status, token=41, **moment)

    with pytest.raises(NotInThisState) as refusal:
        step(visit, by=UserFactory())

    assert str(refusal.value).startswith("Token 41 is no longer where this page shows it.")


@pytest.mark.django_db(transaction=True)
def test_two_doctors_calling_one_token_get_one_patient(in_threads):
    visit, doctors = VisitFactory(), UserFactory.create_batch(4)

    answers = in_threads(*(lambda doctor=doctor: services.call_visit(visit, by=doctor) for doctor in doctors))

    assert sorted(type(answer).__name__ for answer in answers) == ["NotInThisState"] * 3 + ["Visit"]


@pytest.mark.django_db(transaction=True)
def test_two_counters_opening_one_visit_make_one(in_threads):
    old = VisitFactory(registered_at=timezone.now() - datetime.timedelta(days=1))
    clerk = UserFactory()

    answers = in_threads(*[lambda: services.open_visit(old.patient, old.department, by=clerk)] * 6)

    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyToday"] * 5 + ["Visit"]
    assert Visit.objects.of_day(timezone.localdate()).count() == 1


def test_cancelling_needs_a_reason_and_frees_the_department_but_not_the_token(clerk):
    visit = services.open_visit(VisitFactory().patient, general_of(clerk.centre), by=clerk.user)
    with pytest.raises(ReasonMissing):
        services.cancel_visit(visit, by=clerk.user, reason="  ")

    services.cancel_visit(visit, by=clerk.user, reason="went home")
    again = services.open_visit(visit.patient, visit.department, by=clerk.user)

    assert (visit.token, again.token) == (1, 2)
    assert list(selectors.queue(clerk.centre, visit.department, timezone.localdate())) == [again]


def test_somebody_already_called_is_not_cancelled_at_the_counter(clerk):
    visit = VisitFactory(centre=clerk.centre)
    services.call_visit(visit, by=clerk.user)

    page = clerk.post("registration:visit-cancel", {"reason": "mistake"}, code=visit.code)

    assert page.status_code == 409
    visit.refresh_from_db()
    assert visit.status == "called"


@pytest.mark.parametrize(("days", "kind", "fee"), [(1, "follow_up", 0), (15, "follow_up", 0), (16, "new", 5)])
def test_a_slip_counts_for_as_many_days_as_the_centre_says(days, kind, fee):
    old = VisitFactory(centre__fee_rupees=5, registered_at=timezone.now() - datetime.timedelta(days=days))

    visit = services.open_visit(old.patient, old.department, by=UserFactory())

    assert (visit.kind, visit.fee_rupees) == (kind, fee)


def test_another_department_on_the_same_day_is_a_visit_of_its_own(clerk):
    first = VisitFactory(centre=clerk.centre)
    dental = DepartmentFactory(centre=clerk.centre, code="dental")

    second = services.open_visit(first.patient, dental, by=clerk.user)
    with pytest.raises(AlreadyToday) as refusal:
        services.open_visit(first.patient, dental, by=clerk.user)

    assert (second.kind, refusal.value.visit) == ("new", second)


def test_priority_comes_first_then_the_token(clerk):
    third, second = (VisitFactory(centre=clerk.centre, token=token) for token in (3, 2))
    first = VisitFactory(centre=clerk.centre, token=9, is_priority=True)

    assert list(selectors.queue(clerk.centre, third.department, timezone.localdate())) == [first, second, third]


def test_counts_say_how_each_department_stands(clerk, django_assert_num_queries):
    empty = DepartmentFactory(centre=clerk.centre, code="dental", position=99)
    visits = [VisitFactory(centre=clerk.centre, token=token) for token in (1, 2, 3)]
    VisitFactory(centre=clerk.centre, token=4, registered_at=timezone.now() - datetime.timedelta(days=1))
    services.call_visit(visits[1], by=clerk.user)
    services.cancel_visit(visits[2], by=clerk.user, reason="mistake")

    with django_assert_num_queries(2):
        general, dental = selectors.counts(clerk.centre, timezone.localdate())

    assert (general.registered, general.waiting, general.called, general.cancelled, general.now) == (2, 1, 1, 1, 2)
    assert (dental.department, dental.registered, dental.now, dental.is_late) == (empty, 0, None, False)


def test_every_change_of_the_slip_makes_its_next_version():
    visit = VisitFactory()

    assert [services.touch_slip(visit, why="results") for _time in range(3)] == [2, 3, 4]
    assert Visit.objects.get(pk=visit.pk).slip_version == 4


def test_the_apps_above_are_told_after_the_commit(django_capture_on_commit_callbacks):
    heard, visit = [], VisitFactory()

    def listen(sender, visit, what, **kwargs):
        heard.append((visit.pk, what))

    visit_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        services.call_visit(visit, by=UserFactory())
        assert heard == []
    visit_changed.disconnect(listen)

    assert heard == [(visit.pk, "called")]


def test_the_pace_is_the_median_of_the_day(clerk):
    now = timezone.now()
    for seconds in (10, 12, 60):
        VisitFactory(
            centre=clerk.centre, seconds_at_counter=seconds, patient__registered_at=now - datetime.timedelta(9)
        )
    VisitFactory(centre=clerk.centre, seconds_at_counter=31, registered_at=now, patient__registered_at=now)

    figures = pace(clerk.centre, timezone.localdate())

    assert (figures.returning_seconds, figures.new_seconds, figures.minutes_to_doctor) == (12, 31, None)
    assert figures.registered == 4
