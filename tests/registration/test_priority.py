"""Who is called before their token: the rule, its fairness, and what the screens say of it."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from centres.models import Department
from registration import priority, services
from registration.models import Counter, Visit
from registration.priority import Reason
from registration.selectors.board import showing
from tests.centres.factories import DepartmentFactory
from tests.registration.factories import PatientFactory, VisitFactory, general_of, new_patient


@pytest.mark.parametrize(
    ("said", "years", "why"),
    [("", 59, ""), ("", 60, "old_age"), ("pregnancy", 24, "pregnancy"), ("emergency", 70, "emergency")],
)  # fmt: skip
def test_the_age_is_known_and_the_rest_is_said(said, years, why):
    assert priority.reason(said, years) == why


@pytest.mark.parametrize(
    ("why", "token", "now", "last", "place"),
    [
        ("", 40, 20, None, 40),
        ("emergency", 40, 20, 38.5, 0),
        ("pregnancy", 40, 20, None, 20.5),  # the next call
        ("disability", 41, 20, 20.5, 22.5),  # two tokens behind the one before
        ("old_age", 41, 20.5, 20.5, 22.5),
        ("old_age", 3, 0, 1.5, 2.5),  # never behind the own token
    ],
)
def test_the_place_lies_between_the_tokens(why, token, now, last, place):
    assert priority.place(why, token, now=now, last=last) == place


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_nobody_waits_more_than_half_as_long_again(share):
    """A morning of 120 people, one call for every second arrival, whatever the share of those who go first."""
    chance, waiting, calls, now, last = random.Random(4), [], [], 0, None
    for token in range(1, 121):
        why = Reason.OLD_AGE if chance.random() < share else ""
        place = priority.place(why, token, now=now, last=last)
        last = place if why else last
        waiting.append((place, token, why))
        if token % 2 == 0:
            now = max(now, _call(waiting, calls))
    while waiting:
        _call(waiting, calls)

    order = [token for _place, token, _why in calls]
    for at, (_place, token, why) in enumerate(calls):
        earlier = sum(1 for one in order[:at] if one < token)
        overtakers = at - earlier
        assert overtakers <= (0 if why else earlier / 2 + 1)


def _call(waiting: list, calls: list) -> float:
    waiting.sort()
    calls.append(waiting.pop(0))
    return calls[-1][0]


@pytest.fixture
def queue(centre, clerk):
    """Twelve people wait; three were called."""
    visits = [VisitFactory(centre=centre, token=token) for token in range(1, 13)]
    for visit in visits[:3]:
        services.call_visit(visit, by=clerk.user)
    services.numbers.take_numbers(centre, general_of(centre), timezone.localdate())
    Counter.objects.filter(centre=centre).update(value=12)
    return general_of(centre)


def order(department: Department) -> list[int]:
    waiting = Visit.objects.filter(department=department, status=Visit.Status.WAITING)
    return list(waiting.in_queue_order().values_list("token", flat=True))


def test_the_old_and_the_pregnant_are_called_between_the_others(queue, clerk):
    old = PatientFactory(registered_centre=clerk.centre, birth_date=timezone.localdate() - timedelta(days=70 * 366))

    services.open_visit(old, queue, by=clerk.user)
    services.register(new_patient(queue, priority="pregnancy"), centre=clerk.centre, by=clerk.user)
    services.register(new_patient(queue, name="Md Irfan", priority="emergency"), centre=clerk.centre, by=clerk.user)

    assert order(queue)[:6] == [15, 13, 4, 5, 14, 6]
    assert services.call_next(queue, by=clerk.user).token == 15


def test_sent_on_they_go_first_there_too(queue, clerk):
    dental = DepartmentFactory(centre=clerk.centre, code="dental")
    for token in (1, 2, 3):
        VisitFactory(centre=clerk.centre, department=dental, token=token, daily_serial=50 + token)
    Counter.objects.create(centre=clerk.centre, scope=f"token:{dental.pk}:{timezone.localdate()}", value=3)
    visit = services.register(new_patient(queue, priority="disability"), centre=clerk.centre, by=clerk.user)

    services.transfer_visit(visit, dental, by=clerk.user, reason="tooth", version=visit.version)

    assert order(dental) == [4, 1, 2, 3]


def test_the_queue_says_why_and_the_waiting_room_only_that(english, queue, clerk, client):
    visit = services.register(new_patient(queue, priority="disability"), centre=clerk.centre, by=clerk.user)
    board = services.renew_board(clerk.centre, by=clerk.user)

    page = clerk.get("registration:visit", code=visit.code).content.decode()
    wall = client.get(f"/b/{board.token}").content.decode()

    assert '<span class="state now">Disabled</span>' in page
    assert showing(clerk.centre).rows[0].first == {13}
    assert '<b class="is-first">13</b>' in wall
    assert "Called first: emergency, pregnant, disabled, 60 and older" in wall
    assert wall.count("disabled") == 1


def test_an_ordinary_visit_asks_nothing_more_for_its_place(queue, clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        visit = services.register(new_patient(queue), centre=clerk.centre, by=clerk.user)

    assert (visit.place, visit.is_priority) == (visit.token, False)
