"""Through the door by password."""

import time

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centres.models import AuditEvent, SignIn
from centres.permissions import Role
from tests.centres.factories import PASSWORD, CentreFactory, UserFactory, staff

pytestmark = pytest.mark.django_db

DOOR = "/sign-in/"
WRONG = "User name or password is wrong. Type both again, or ask your centre in charge."


@pytest.fixture
def clerk():
    return staff(Role.CLERK, CentreFactory(code="UPHC-77"), username="reena", password=PASSWORD, language="en")


def enter(client, username="reena", password=PASSWORD, path=DOOR, **extra):
    return client.post(path, {"username": username, "password": password}, **extra)


def test_a_clerk_signs_in_and_lands_at_the_only_centre(client, clerk):
    answer = enter(client)

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").url == "/c/UPHC-77/"


def test_the_session_gets_a_new_key_a_clock_and_the_persons_language(client, clerk):
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = "a" * 32

    enter(client)

    session = client.session
    assert session.session_key != planted
    assert session["language"] == "en"
    assert abs(session["opened_at"] - time.time()) < 5
    assert session["seen_at"] == session["opened_at"]


def test_a_sign_in_is_listed_with_browser_and_address_and_audited(client, clerk):
    enter(client, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/109.0 Safari/537.36")

    row = SignIn.objects.get()
    event = AuditEvent.objects.get(action="sign_in")
    assert (row.user, row.method, row.browser, row.address) == (clerk, "password", "Chrome, Windows", "127.0.0.1")
    assert (event.by, event.detail) == (clerk, {"method": "password"})


def test_the_user_name_may_be_typed_in_capitals_with_spaces_around(client, clerk):
    assert enter(client, username="  REENA ").status_code == 302


@pytest.mark.parametrize(("username", "password"), [("reena", "wrong words here"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_look_the_same(client, clerk, username, password):
    client.cookies["hms_language"] = "en"

    answer = enter(client, username, password)

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [WRONG]
    assert "Error: Sign in" in answer.content.decode()


def test_a_failed_sign_in_is_audited_without_what_was_typed(client, clerk):
    enter(client, "reena", "wrong words here")
    enter(client, "my-secret-in-the-wrong-box", "x")

    events = AuditEvent.objects.filter(action="sign_in.failed").order_by("number")
    assert [event.target for event in events] == [f"centres.user:{clerk.pk}", "unknown"]
    assert all(event.detail == {} and event.by is None for event in events)


def test_an_account_that_is_closed_does_not_open(client, clerk):
    clerk.is_active = False
    clerk.save()

    assert enter(client).status_code == 422
    assert SignIn.objects.count() == 0


def test_five_wrong_passwords_ask_for_fifteen_minutes_of_patience(client, clerk):
    client.cookies["hms_language"] = "en"

    answers = [enter(client, password="wrong words here").status_code for _try in range(5)]
    right_but_late = enter(client)

    assert answers == [422, 422, 422, 422, 429]
    assert right_but_late.status_code == 429
    assert "Please wait 15 minutes" in right_but_late.content.decode()
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16)):
        assert enter(client).status_code == 302


def test_the_throttle_keeps_neither_names_nor_passwords(client, clerk):
    enter(client, "my-secret-in-the-wrong-box", "and-another-secret")

    kept = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    assert "secret" not in kept


def test_a_stranger_elsewhere_cannot_lock_somebody_out(client, clerk):
    for _try in range(6):
        enter(Client(REMOTE_ADDR="198.51.100.7"), password="wrong words here")

    assert enter(client).status_code == 302


def test_an_unknown_name_takes_as_long_as_a_known_one(clerk, monkeypatch):
    """Hashing is nearly all of the time; counted, since a busy machine cannot be timed."""
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(args) or encode(self, *args))

    def times(username):
        hashed.clear()
        enter(Client(REMOTE_ADDR="198.51.100.8"), username, "wrong words here")
        return len(hashed)

    assert times("reena") == times("nobody") == 1


def test_an_own_page_that_was_wanted_opens_after_signing_in(client, clerk):
    client.get("/me/pin/")

    assert enter(client).url == "/me/pin/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/nowhere/", "/lock/"]
)
def test_no_other_place_opens_after_signing_in(client, clerk, wanted):
    client.get("/me/")
    session = client.session
    session["wanted"] = wanted
    session.save()

    assert enter(client).url == "/"


def test_the_sign_in_page_is_never_kept(client):
    answer = client.get(DOOR)

    assert "no-store" in answer["Cache-Control"]
    assert 'autocomplete="current-password"' in answer.content.decode()


def test_somebody_signed_in_is_sent_home_from_the_door(client, clerk):
    enter(client)

    assert client.get(DOOR).url == "/"


def test_signing_out_ends_the_session_for_a_copied_cookie_too(client, clerk):
    enter(client)
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    answer = client.post("/sign-out/")

    assert (answer.url, answer["Clear-Site-Data"]) == (DOOR, '"cache", "storage"')
    assert copy.get("/me/").url == DOOR
    assert SignIn.objects.get().ended_at is not None
    assert AuditEvent.objects.filter(action="sign_out", by=clerk).count() == 1


def test_deactivation_shuts_the_next_click_out(client, clerk):
    enter(client)
    clerk.is_active = False
    clerk.save()

    assert client.get("/me/").url == DOOR


def test_after_twelve_hours_everybody_signs_in_again(client, clerk):
    enter(client)
    session = client.session
    session["opened_at"] -= settings.SESSION_COOKIE_AGE + 1
    session.save()

    assert client.get("/me/").url == DOOR
    assert SignIn.objects.get().ended_at is not None


def test_a_person_of_two_centres_chooses_one(client, clerk):
    other = CentreFactory(name_en="UPHC Chitkohra")
    clerk.memberships.create(centre=other, role=Role.NURSE, starts_on="2020-01-01")
    enter(client)

    page = client.get("/")

    assert sorted(place["centre"].code for place in page.context["places"]) == sorted(["UPHC-77", other.code])
    assert "UPHC Chitkohra" in page.content.decode()


def test_somebody_without_a_centre_reads_what_to_do(client):
    UserFactory(username="gita", password=PASSWORD, language="en")
    enter(client, "gita")

    assert "you are not on the staff list of any centre today" in client.get("/").content.decode()


def test_the_language_button_works_before_and_after_signing_in(client, clerk):
    before = client.post("/language/", {"language": "en", "_page": DOOR}, follow=True)
    enter(client)
    client.post("/language/", {"language": "hi", "_page": "/me/"})
    clerk.refresh_from_db()

    assert '<html lang="en">' in before.content.decode()
    assert '<html lang="hi">' in client.get("/me/").content.decode()
    assert clerk.language == "hi"


def test_the_language_button_never_leads_elsewhere(client):
    answer = client.post("/language/", {"language": "en", "_page": "https://evil.example/"})

    assert answer.url == reverse("centres:home")


def test_an_unknown_language_changes_nothing(client):
    client.post("/language/", {"language": "<script>", "_page": DOOR})

    assert '<html lang="hi">' in client.get(DOOR).content.decode()


def test_one_address_that_tries_many_names_is_shut_out_and_others_are_not(client, clerk):
    for number in range(60):
        AccessAttempt.objects.create(
            username=str(number), ip_address="203.0.113.7", failures_since_start=1, attempt_time=timezone.now()
        )

    assert enter(client, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert AuditEvent.objects.filter(action="sign_in.spraying").count() == 1
    assert enter(Client(), REMOTE_ADDR="203.0.113.8").status_code == 302
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16)):
        assert enter(Client(), REMOTE_ADDR="203.0.113.7").status_code == 302
