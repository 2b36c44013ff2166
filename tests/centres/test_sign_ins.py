"""A person's own list of sessions."""

import pytest
from django.test import Client

from centres.models import AuditEvent, SignIn
from centres.permissions import Role
from centres.services import sign_ins
from tests.centres.factories import PASSWORD, CentreFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def reena():
    return staff(Role.CLERK, CentreFactory(), username="reena", password=PASSWORD, language="en")


def enter(username="reena", agent="Firefox/140.0 (Windows NT 10.0)"):
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/sign-in/", {"username": username, "password": PASSWORD})
    return client


def row_of(client):
    return SignIn.objects.get(session_key=client.session.session_key)


def test_both_computers_are_listed_and_this_one_is_marked(reena):
    enter(agent="Chrome/109 (Linux; Android 9)")
    here = enter()

    rows = here.get("/me/sign-ins/").context["rows"]

    assert [(row.browser, row.is_this) for row in rows] == [("Firefox, Windows", True), ("Chrome, Android", False)]


def test_ending_the_other_one_shuts_it_out_at_once(reena):
    other, here = enter(), enter()

    answer = here.post(f"/me/sign-ins/{row_of(other).pk}/end/")

    assert answer.url == "/me/sign-ins/"
    assert other.get("/me/").url == "/sign-in/"
    assert here.get("/me/").status_code == 200
    assert AuditEvent.objects.get(action="sign_in.ended").detail == {"own": True}


def test_ending_this_one_is_signing_out(reena):
    here = enter()

    assert here.post(f"/me/sign-ins/{row_of(here).pk}/end/").url == "/sign-in/"
    assert here.get("/me/").url == "/sign-in/"


def test_nobody_ends_a_colleagues_session_by_number(reena):
    staff(Role.CLERK, CentreFactory(), username="meena", password=PASSWORD)
    theirs, mine = enter("meena"), enter()

    assert mine.post(f"/me/sign-ins/{row_of(theirs).pk}/end/").status_code == 404
    assert theirs.get("/me/").status_code == 200


def test_ending_twice_is_ending_once(reena):
    row = row_of(enter())

    first = sign_ins.end(row, by=reena)
    second = sign_ins.end(row, by=reena)

    assert first.ended_at == second.ended_at
    assert AuditEvent.objects.filter(action="sign_in.ended").count() == 1


def test_ending_all_leaves_the_one_that_asked(reena):
    enter()
    enter()
    here = enter()

    ended = sign_ins.end_all(reena, by=reena, but=here.session.session_key)

    assert ended == 2
    assert here.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/109.0 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_and_nothing_else_of_it_kept(agent, name):
    assert sign_ins.browser_name(agent) == name
