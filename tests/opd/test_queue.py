"""The queue of a room: its order, its steps, its quiet refresh, and who may do what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres import once
from labs.models import LabOrder
from opd.selectors.queue import board, without_vitals
from registration.models import Visit
from registration.services import call_next
from tests.centres.factories import DepartmentFactory, UserFactory
from tests.centres.signing import Worker
from tests.labs.factories import LabOrderFactory
from tests.opd.factories import VitalsFactory
from tests.registration.factories import VisitFactory, general_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
S = Visit.Status


@pytest.fixture
def general(centre):
    return general_of(centre)


def waits(centre, token, minutes=5, **facts):
    registered = timezone.now() - timedelta(minutes=minutes)
    return VisitFactory(centre=centre, token=token, registered_at=registered, visit_on=timezone.localdate(), **facts)


def released(visit):
    by = UserFactory()
    moments = {name: timezone.now() for name in ("resulted_at", "released_at")}
    return LabOrderFactory(visit=visit, status=LabOrder.Status.RELEASED, resulted_by=by, released_by=by, **moments)


def step(worker, department, do, key=None):
    return worker.post("opd:queue-step", {"do": do}, key=key, department=department.code)


def tokens(rows):
    return [row.visit.token for row in rows]


def test_priority_goes_first_then_the_token(centre, general):
    for token in (3, 1, 2):
        waits(centre, token, is_priority=token == 3)

    assert tokens(board(centre, general).waiting) == [3, 1, 2]


def test_thirty_minutes_are_late_and_said_in_words(centre, general, doctor):
    waits(centre, 1, minutes=29)
    waits(centre, 2, minutes=31)

    assert [row.is_late for row in board(centre, general).waiting] == [False, True]
    assert "late: 31 min" in doctor.get("opd:queue").content.decode()


def test_whoever_comes_back_with_reports_stands_first(centre, general, doctor):
    waits(centre, 1)
    back = waits(centre, 2, status=S.AWAY)
    released(back)
    half = waits(centre, 3, status=S.AWAY)
    released(half)
    LabOrderFactory(visit=half)

    here = board(centre, general)

    assert (tokens(here.ready), tokens(here.waiting), tokens(here.away)) == ([2], [1], [3])
    assert "Reports are here" in doctor.get("opd:queue").content.decode()
    step(doctor, general, "next")
    back.refresh_from_db()
    assert back.status == S.CALLED


def test_the_doctor_calls_the_next_one_and_lands_in_the_consultation(centre, general, doctor):
    visit = waits(centre, 1)

    answer = step(doctor, general, "next")

    assert answer.url == doctor.url("opd:consultation", code=visit.code)
    visit.refresh_from_db()
    assert (visit.status, visit.called_by) == (S.CALLED, doctor.user)


def test_the_nurse_calls_and_stays_at_the_queue(centre, general, nurse):
    waits(centre, 1)

    assert step(nurse, general, "next").url == nurse.url("opd:room", department=general.code)


@pytest.mark.parametrize(
    ("before", "do", "after"),
    [
        (S.WAITING, "call", S.CALLED),
        (S.WAITING, "away", S.AWAY),
        (S.AWAY, "call", S.CALLED),
        (S.CALLED, "recall", S.CALLED),
        (S.CALLED, "away", S.AWAY),
        (S.CALLED, "done", S.DONE),
        (S.DONE, "recall", S.CALLED),
    ],
)
def test_each_step_moves_the_visit(centre, general, doctor, before, do, after):
    facts = {"called_at": timezone.now(), "called_by": doctor.user} if before == S.CALLED else {}
    facts |= {"done_at": timezone.now(), "done_by": doctor.user} if before == S.DONE else {}
    visit = waits(centre, 1, status=before, **facts)

    step(doctor, general, f"{do}:{visit.code}")

    visit.refresh_from_db()
    assert visit.status == after


def test_a_step_that_a_colleague_took_first_is_told(centre, general, doctor):
    visit = waits(centre, 1, status=S.DONE, done_at=timezone.now(), done_by=UserFactory())

    answer = doctor.client.get(step(doctor, general, f"call:{visit.code}").url)

    assert "is no longer where this page shows it" in answer.content.decode()


def test_nobody_waiting_is_said(general, doctor):
    answer = doctor.client.get(step(doctor, general, "next").url)

    assert "Nobody is waiting." in answer.content.decode()


def test_a_double_press_calls_one_person(centre, general, doctor):
    waits(centre, 1)
    waits(centre, 2)
    key = once.new_key(doctor.user)

    answers = {step(doctor, general, "next", key=key).url for _press in range(2)}

    assert len(answers) == 1
    assert Visit.objects.filter(status=S.CALLED).count() == 1


def test_a_clerk_sees_the_queue_but_calls_nobody_and_learns_nothing_of_tests(centre, general, clerk):
    visit = waits(centre, 1)
    released(visit)

    shown = clerk.get("opd:queue").content.decode()

    assert visit.patient.name in shown
    assert "Reports are here" not in shown
    assert "queue-step" not in shown or 'value="next"' not in shown
    assert step(clerk, general, "next").status_code == 403


def test_another_centres_room_and_visit_are_not_there(doctor, centre, general):
    other = DepartmentFactory(code="eye")
    elsewhere = VisitFactory()

    assert doctor.get("opd:room", department=other.code).status_code == 404
    assert step(doctor, general, f"call:{elsewhere.code}").status_code == 404


def test_the_page_asks_again_and_hears_nothing_while_nothing_changed(centre, general, doctor):
    waits(centre, 1)
    seen = doctor.get("opd:queue").context["seen"]

    quiet = doctor.get("opd:room-live", {"seen": seen}, department=general.code)
    same = doctor.client.get(
        doctor.url("opd:room-live", department=general.code), headers={"If-None-Match": quiet.headers["ETag"]}
    )
    waits(centre, 2)
    news = doctor.get("opd:room-live", {"seen": seen}, department=general.code)

    assert (quiet.status_code, same.status_code, news.status_code) == (204, 304, 200)
    assert news.content.decode().lstrip().startswith('<div id="board"')


@pytest.mark.parametrize("people", [1, 12])
def test_the_queue_costs_the_same_however_long(centre, general, doctor, people, django_assert_num_queries):
    for token in range(1, people + 1):
        VitalsFactory(visit=waits(centre, token))
    doctor.get("opd:queue")

    with django_assert_num_queries(7):  # who asks 3, the departments' counts 2, whom I called last 1, the board 1
        doctor.get("opd:queue")


@pytest.mark.django_db(transaction=True)
def test_doctors_calling_at_the_same_moment_get_different_people(centre, general, in_threads):
    for token in range(1, 5):
        waits(centre, token)
    doctors = [UserFactory() for _each in range(4)]

    called = in_threads(*(lambda by=by: call_next(general, by=by) for by in doctors))

    assert sorted(visit.token for visit in called) == [1, 2, 3, 4]


def test_a_centre_without_departments_says_so(in_charge, centre):
    centre.departments.all().update(is_active=False)

    assert "no open department" in in_charge.get("opd:queue").content.decode()


def test_who_waits_to_be_measured_is_listed_first_come_first(centre, nurse):
    waits(centre, 2, minutes=3)
    waits(centre, 1, minutes=9)
    VitalsFactory(visit=waits(centre, 3))

    assert tokens(without_vitals(centre)) == [1, 2]
    assert nurse.get("opd:vitals-list").content.decode().count('data-key="F8"') == 1


def test_a_hostile_name_stands_harmless_in_the_queue(centre, doctor):
    waits(centre, 1, patient__name="<script>alert(1)</script>{{7*7}}")

    shown = doctor.get("opd:queue").content.decode()

    assert "<script>alert" not in shown
    assert "{{7*7}}" in shown
    assert Worker.at(centre, "nurse").get("opd:vitals-list").content.decode().count("<script>alert") == 0
