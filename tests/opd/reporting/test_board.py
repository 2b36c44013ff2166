"""The live board: numbers against SQL of their own, rows behind each, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from centres.models import SignIn, Workstation
from centres.permissions import Role
from opd.models import Referral
from opd.reporting import board
from opd.reporting.periods import Period
from opd.views.reporting.board import WHAT
from tests.centres.factories import CentreFactory, UserFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import LabOrderFactory, ResultFactory, load_catalogue
from tests.opd.factories import StockBatchFactory
from tests.opd.reporting.days import came, sent, yesterday

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    day = timezone.localdate()
    return Period(day, day)


@pytest.fixture
def busy(centre, today):
    """Today at the centre: five came, two were seen by one doctor, one waits too long; one was referred needlessly."""
    doctor, now = staff(Role.DOCTOR, centre), timezone.now()
    staff(Role.DOCTOR, centre)
    for wait, stay in ((10, 20), (30, 50)):
        visit = came(centre, today.first, status="done", seconds_at_counter=wait)
        at = visit.registered_at
        type(visit).objects.filter(pk=visit.pk).update(
            called_at=at + timedelta(minutes=wait),
            called_by=doctor,
            done_at=at + timedelta(minutes=stay),
            done_by=doctor,
        )
    came(centre, today.first)
    came(centre, today.first, status="away")
    sent(came(centre, today.first), treatable_codes="J06.9", up_reason=Referral.UpReason.PATIENT_WISH)
    came(centre, today.first, cancelled=True)
    came(CentreFactory(), today.first)
    StockBatchFactory(centre=centre, quantity=0)
    for name, minutes in (("Counter 1", 1), ("Counter 2", 30)):
        station = Workstation.objects.create(
            centre=centre, name=name, token_hash=name.encode().ljust(32), opened_at=now, opened_by=doctor,
            open_until=now + timedelta(hours=3),
        )  # fmt: skip
        SignIn.objects.create(
            user=doctor, workstation=station, session_key=name, method="pin", started_at=now,
            seen_at=now - timedelta(minutes=minutes),
        )  # fmt: skip
    return centre


def test_a_centres_line(busy, today):
    line = dict(board.board([busy], today).lines)[busy]

    shown = (line.registered, line.waiting, line.wait, line.stay, line.seconds, line.doctors, line.doctors_all)
    assert shown == (5, 3, 20, 35, 20, 1, 2)
    assert (line.out, line.avoidable, line.stock, line.offline, line.stations) == (1, 1, 1, 1, 2)


def test_medians_are_what_sql_says(busy, today):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM called_at - registered_at) / 60),
                      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - registered_at) / 60)
               FROM registration_visit WHERE centre_id = %s AND visit_on = %s AND status <> 'cancelled'""",
            [busy.pk, today.first],
        )
        by_hand = tuple(round(value) for value in cursor.fetchone())

    total = board.board([busy], today).total
    assert (total.wait, total.stay) == by_hand


def test_hours_add_up_to_the_day(busy, today):
    found = board.board([busy], today)

    assert sum(one.registered for one in found.hours) == found.total.registered


def test_the_district_is_the_sum_of_its_centres(busy, today):
    other = CentreFactory()
    came(other, today.first)
    found = board.board([busy, other], today)

    assert found.total.registered == sum(line.registered for _centre, line in found.lines) == 6


def test_every_number_opens_its_rows(in_charge, busy, today):
    load_catalogue(busy)
    visit = came(busy, today.first)
    LabOrderFactory(visit=visit)
    now = timezone.now()
    ResultFactory(order__visit=visit, released_at=now, released_by=UserFactory())
    total = board.board([busy], today).total

    for what in WHAT:
        response = in_charge.get("opd:figures-board-rows", {"what": what})
        assert response.context["total"] == (2 if what == "called" else getattr(total, what)), what


def test_the_district_opens_rows_without_names(district_officer, busy):
    page = district_officer.get("opd:figures-board-rows", {"what": "registered", "at": busy.code}).content.decode()

    assert "सुनीता देवी" not in page
    assert page.count("YRP-") >= 5


def test_the_page_is_there_in_both_shapes(in_charge, district_officer, busy):
    assert in_charge.get("opd:figures-board").context["total"].registered == 5
    page = district_officer.get("opd:figures-board")
    assert page.context["total"].registered == 6
    assert "<svg" in page.content.decode()
    now = district_officer.get("opd:figures-board-now").content.decode()
    assert now.lstrip().startswith('<div id="board"')


def test_a_day_without_anybody_says_so(in_charge):
    page = in_charge.get("opd:figures-board", {"day": f"{yesterday()}"}).content.decode()

    assert "इस दिन किसी का पंजीकरण नहीं हुआ।" in page


def test_it_costs_the_same_for_any_number_of_centres(district_officer, busy, today, django_assert_max_num_queries):
    for _ in range(5):
        came(CentreFactory(), today.first)

    with django_assert_max_num_queries(25):
        district_officer.get("opd:figures-board")


@pytest.mark.parametrize("role", [Role.CLERK, Role.DOCTOR])
def test_others_have_no_board(centre, role):
    assert Worker.at(centre, role).get("opd:figures-board").status_code == 403


def test_a_past_day_does_not_show_the_shelves_and_computers_of_now(busy, district_officer):
    CentreFactory()
    url = reverse("opd:figures-board", args=[district_officer.centre.code])

    today = district_officer.client.get(url).content.decode()
    before = district_officer.client.get(url, {"day": f"{yesterday()}"}).content.decode()

    assert f"what=stock&amp;day={timezone.localdate()}&amp;at={busy.code}" in today
    assert "what=stock" not in before
    assert "what=offline" not in before


def test_the_wait_opens_the_visits_it_is_the_middle_of(busy, in_charge, district_officer):
    own = in_charge.get("opd:figures-board-rows", {"what": "called"}).content.decode()
    office = reverse("opd:figures-board-rows", args=[district_officer.centre.code])
    district = district_officer.client.get(office, {"what": "called", "at": busy.code}).content.decode()

    assert '<td class="num">30</td><td class="num">50</td>' in own
    doctor = (
        board.rows_behind([busy], Period(timezone.localdate(), timezone.localdate()))["called"][0].first().called_by
    )
    assert doctor.name in own
    assert doctor.name not in district
