"""The waiting room's screen: numbers, no names, an address that nobody guesses and that can be renewed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from centres import once
from centres.models import AuditEvent, OpdSession
from registration import services
from registration.models import Visit, WaitingBoard
from registration.selectors.board import showing
from tests.centres.factories import CentreFactory, DepartmentFactory, RoomFactory, UserFactory
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db
ROOM = "registration:waiting-room"


def called(visit, *, ago=0, by=None):
    by = by or UserFactory()
    at = timezone.now() - timedelta(seconds=ago)
    Visit.objects.filter(pk=visit.pk).update(status="called", called_at=at, called_by=by)
    return visit


@pytest.fixture
def board(centre):
    return services.renew_board(centre, by=UserFactory())


def test_a_new_call_stands_first_and_names_nobody(board, centre, client):
    called(VisitFactory(centre=centre, token=4, patient__name="सुनीता देवी"), ago=60)
    called(VisitFactory(centre=centre, token=7, patient__name="Ramesh Kumar"))
    for token in (8, 9, 10, 11, 12):
        VisitFactory(centre=centre, token=token)

    text = client.get(f"/b/{board.token}").content.decode()

    [row] = showing(centre).rows
    assert (row.now, row.called, row.upcoming, row.waiting) == (7, [7, 4], [8, 9, 10, 11], 5)
    assert '<p class="wall-token">7</p>' in text
    assert not any(name in text for name in ("सुनीता", "Ramesh"))


def test_priority_stands_before_the_lower_token(board, centre):
    VisitFactory(centre=centre, token=3)
    VisitFactory(centre=centre, token=9, is_priority=True)

    assert showing(centre).rows[0].upcoming == [9, 3]


def test_cancelled_away_done_and_yesterdays_are_not_shown(board, centre):
    for token, status in ((1, "cancelled"), (2, "away"), (3, "done")):
        visit = VisitFactory(centre=centre, token=token)
        Visit.objects.filter(pk=visit.pk).update(status=status)
    VisitFactory(centre=centre, token=4, registered_at=timezone.now() - timedelta(days=1))

    [row] = showing(centre).rows
    assert (row.called, row.upcoming, row.waiting) == ([], [], 0)


def test_each_department_says_its_room_and_the_hours_of_today_are_shown(board, centre, client):
    mch = DepartmentFactory(
        centre=centre, code="mch", name_hi="माँ और बच्चा", room=RoomFactory(centre=centre, number="5")
    )
    called(VisitFactory(centre=centre, department=mch, token=21))
    day = timezone.localdate()
    OpdSession.objects.create(centre=centre, weekday=day.weekday(), starts_at=time(8), ends_at=time(14))

    text = client.get(f"/b/{board.token}").content.decode()

    assert 'data-say="टोकन नंबर 21, माँ और बच्चा, कमरा नंबर 5"' in text
    assert "08:00–14:00" in text


@pytest.mark.parametrize(("hour", "is_open"), [(7, False), (8, True), (13, True), (15, False)])
def test_outside_the_hours_it_says_closed(board, centre, hour, is_open):
    for weekday in range(7):
        OpdSession.objects.create(centre=centre, weekday=weekday, starts_at=time(8), ends_at=time(14))

    at = datetime(2026, 11, 24, hour, 30, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert showing(centre, at).is_open == is_open


def test_nothing_is_sent_while_nothing_changes(board, centre, client):
    VisitFactory(centre=centre, token=3)
    first = client.get(f"/b/{board.token}/now")

    same = client.get(f"/b/{board.token}/now", headers={"If-None-Match": first["ETag"]})
    VisitFactory(centre=centre, token=4)
    changed = client.get(f"/b/{board.token}/now", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, same.status_code, same.content, changed.status_code) == (200, 304, b"", 200)
    assert changed["ETag"] != first["ETag"]


def test_the_same_token_called_again_is_a_new_call(board, centre, client):
    visit = called(VisitFactory(centre=centre, token=3), ago=90)
    before = client.get(f"/b/{board.token}/now")["ETag"]

    called(visit)

    assert client.get(f"/b/{board.token}/now")["ETag"] != before


@pytest.mark.parametrize("waiting", [1, 30])
def test_it_costs_the_same_however_long_the_queue(board, centre, client, waiting, django_assert_num_queries):
    VisitFactory.create_batch(waiting, centre=centre)

    with django_assert_num_queries(4):
        client.get(f"/b/{board.token}/now")


@pytest.mark.parametrize("token", ["x", "1", "UPHC-02", "%00", "a" * 300, "../admin"])
def test_a_guessed_address_is_nothing(db, client, token):
    assert client.get(f"/b/{token}").status_code == 404
    assert client.get(f"/b/{token}/now").status_code == 404


def test_a_closed_centres_screen_is_nothing(board, centre, client):
    centre.is_active = False
    centre.save()

    assert client.get(f"/b/{board.token}").status_code == 404


def test_another_centres_tokens_are_not_on_it(board, centre):
    VisitFactory(centre=CentreFactory(), token=77)

    assert [row.upcoming for row in showing(centre).rows] == [[]]


def test_the_in_charge_makes_and_renews_the_address(in_charge):
    in_charge.post(ROOM)
    first = WaitingBoard.objects.get(centre=in_charge.centre)
    page = in_charge.get(ROOM).content.decode()
    in_charge.post(ROOM)
    second = WaitingBoard.objects.get(centre=in_charge.centre)

    assert f"http://testserver/b/{first.token}" in page
    assert len(first.token) == 22
    assert Client().get(f"/b/{first.token}").status_code == 404
    assert Client().get(f"/b/{second.token}").status_code == 200
    assert AuditEvent.objects.filter(action="board.renewed", by=in_charge.user).count() == 2
    assert not AuditEvent.objects.filter(detail__icontains=second.token).exists()


def test_a_double_click_renews_once(in_charge):
    key = once.new_key(in_charge.user)
    in_charge.post(ROOM, key=key)
    token = WaitingBoard.objects.get().token
    in_charge.post(ROOM, key=key)

    assert WaitingBoard.objects.get().token == token


@pytest.mark.parametrize("role", ["clerk", "doctor", "nurse"])
def test_others_may_not_renew_it(request, board, role):
    worker = request.getfixturevalue(role)

    assert worker.post(ROOM).status_code == 403
    assert WaitingBoard.objects.get().token == board.token


@pytest.mark.django_db(transaction=True)
def test_two_people_renewing_at_once_leave_one_address(centre, in_threads):
    by = UserFactory()

    answers = in_threads(*[lambda: services.renew_board(centre, by=by)] * 4)

    assert {type(one) for one in answers} == {WaitingBoard}
    assert WaitingBoard.objects.get().token in {one.token for one in answers}


@pytest.fixture
def wall(chromium, live_server, centre):
    """The screen in a browser whose clock the test moves."""
    board = services.renew_board(centre, by=UserFactory())
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.clock.install()
    page.goto(f"/b/{board.token}")
    return page


NODES = "document.querySelectorAll('*').length"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_follows_calls_and_does_not_grow(wall, centre):
    """A day is thousands of turns: after many that changed the screen the page is as large as after the first."""
    visit = VisitFactory(centre=centre, token=5)
    sizes = []
    for turn in range(12):
        called(visit, ago=60 - turn)
        Visit.objects.filter(pk=visit.pk).update(token=100 + turn)
        with wall.expect_response("**/now"):
            wall.clock.fast_forward(5_100)
        expect(wall.locator(".wall-token")).to_have_text(str(100 + turn))
        sizes.append(wall.evaluate(NODES))

    assert len(set(sizes)) == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_after_half_a_minute_without_news_it_warns_and_recovers(wall):
    expect(wall.locator("#stale")).to_be_hidden()
    wall.context.set_offline(True)
    for _turn in range(8):
        wall.clock.run_for(5_200)
        wall.wait_for_timeout(50)
    expect(wall.locator("#stale")).to_be_visible()

    wall.context.set_offline(False)
    wall.clock.run_for(5_200)
    expect(wall.locator("#stale")).to_be_hidden()


def test_without_javascript_the_page_reloads_itself(board, client):
    assert (
        '<noscript><meta http-equiv="refresh" content="15"></noscript>'
        in client.get(f"/b/{board.token}").content.decode()
    )
