"""PINs, and the computers where they work."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from centres.models import AuditEvent, SignIn, Workstation
from centres.permissions import Role
from centres.services import pins, workstations
from tests.centres.factories import PASSWORD, CentreFactory, OfficeFactory, staff

pytestmark = pytest.mark.django_db

PIN = "417263"


@pytest.fixture
def place():
    return CentreFactory(code="UPHC-77")


@pytest.fixture
def reena(place):
    return colleague(place, "reena")


@pytest.fixture
def meena(place):
    return colleague(place, "meena", role=Role.NURSE)


@pytest.fixture
def counter(client, reena, place):
    """A computer that Reena opened with her password."""
    enter(client, "reena")
    client.post("/me/computer/", {"centre": "UPHC-77", "name": "Counter 1", "idem": key(client, "/me/computer/")})
    return client


def colleague(place, username, role=Role.CLERK):
    person = staff(role, place, username=username, password=PASSWORD, language="en", name_en=username.title())
    pins.set_pin(person, PIN, by=person)
    person.refresh_from_db()
    return person


def enter(client, username):
    return client.post("/sign-in/?password=1", {"username": username, "password": PASSWORD})


def by_pin(client, person, pin=PIN, path="/sign-in/"):
    return client.post(path, {"who": person.pk, "pin": pin})


def key(client, page):
    return client.get(page).context["idem"]


def error(answer):
    return answer.context["form"].errors["pin"][0]


def test_opening_a_computer_names_it_and_gives_the_browser_a_token(counter, reena):
    row = Workstation.objects.get()
    cookie = counter.cookies[workstations.COOKIE]

    assert (row.name, row.opened_by) == ("Counter 1", reena)
    assert cookie["httponly"] is True
    assert cookie.value.encode() not in bytes(row.token_hash)
    assert row.open_until - row.opened_at == workstations.OPEN_FOR
    assert "Counter 1" in counter.get("/c/UPHC-77/").content.decode()
    assert AuditEvent.objects.filter(action="workstation.opened", by=reena).count() == 1


def test_a_session_by_pin_opens_no_further_computer(counter, meena):
    counter.post("/sign-out/")
    by_pin(counter, meena)

    answer = counter.get("/me/computer/")

    assert answer.status_code == 403
    assert "Sign in with your password first" in answer.content.decode()


def test_colleagues_with_a_pin_stand_on_the_door_of_an_open_computer(counter, reena, meena, place):
    staff(Role.CLERK, place, username="no.pin")
    colleague(CentreFactory(), "elsewhere")
    officer = staff(Role.DISTRICT_OFFICER, place, username="officer")
    type(officer).objects.filter(pk=officer.pk).update(pin=reena.pin)
    counter.post("/sign-out/")

    people = counter.get("/sign-in/").context["form"].people

    assert [(person.username, [str(role) for role in person.role_names]) for person in people.values()] == [
        ("meena", ["नर्स"]),
        ("reena", ["पंजीकरण क्लर्क"]),
    ]


def test_the_door_of_another_computer_shows_no_names(counter, reena):
    page = Client().get("/sign-in/").content.decode()

    assert "Reena" not in page
    assert 'name="pin"' not in page


def test_a_colleague_signs_in_with_the_pin(counter, meena):
    counter.post("/sign-out/")

    answer = by_pin(counter, meena)

    assert answer.url == "/"
    row = SignIn.objects.get(user=meena)
    assert (row.method, row.workstation.name) == ("pin", "Counter 1")
    assert counter.get("/me/").context["user"] == meena


def test_a_pin_is_nothing_without_an_open_computer(reena):
    answer = by_pin(Client(), reena)

    assert answer.status_code == 422
    assert SignIn.objects.count() == 0


def test_a_pin_is_nothing_after_the_computer_closed(counter, reena, meena):
    Workstation.objects.update(open_until=timezone.now())
    counter.post("/sign-out/")

    assert by_pin(counter, meena).status_code == 422


def test_closing_the_computer_takes_the_names_away(counter, reena):
    counter.post("/me/computer/close/")
    counter.post("/sign-out/")

    assert "Reena" not in counter.get("/sign-in/").content.decode()
    assert AuditEvent.objects.filter(action="workstation.closed", by=reena).count() == 1


def test_switching_ends_the_session_before_and_starts_a_new_one(counter, reena, meena):
    before = counter.session.session_key
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = before
    counter.post("/lock/", {"_page": "/me/"})

    answer = by_pin(counter, meena, path="/locked/")

    assert answer.url == "/"
    assert counter.session.session_key != before
    assert copy.get("/me/").url == "/sign-in/"
    assert SignIn.objects.get(user=reena).ended_at is not None
    assert AuditEvent.objects.get(action="switched").by == meena


def test_the_same_person_only_unlocks_with_the_pin(counter, reena):
    before = counter.session.session_key
    counter.post("/lock/", {"_page": "/me/sign-ins/"})

    answer = by_pin(counter, reena, path="/locked/")

    assert answer.url == "/me/sign-ins/"
    assert counter.session.session_key == before
    assert AuditEvent.objects.get(action="unlocked").detail == {"method": "pin"}


def test_five_wrong_pins_block_it_until_a_sign_in_by_password(counter, meena):
    counter.post("/sign-out/")
    counter.cookies["hms_language"] = "en"

    told = [error(by_pin(counter, meena, "999999")) for _try in range(5)]
    right_but_blocked = error(by_pin(counter, meena))
    enter(counter, "meena")
    counter.post("/sign-out/")

    assert told[:4] == [f"This is not your PIN. Tries left: {left}." for left in (4, 3, 2, 1)]
    assert told[4].startswith("Wrong PIN five times.")
    assert right_but_blocked == told[4]
    assert by_pin(counter, meena).url == "/"


def test_one_right_pin_makes_the_count_begin_again(reena):
    for _try in range(3):
        with pytest.raises(pins.PinRefused):
            pins.check(reena, "999999")
        pins.check(reena, PIN)

    reena.refresh_from_db()
    assert reena.pin_failures == 0


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_counted_one_by_one(in_threads):
    person = colleague(CentreFactory(), "reena")

    in_threads(*[lambda: pins.check(person, "999999")] * 8)

    person.refresh_from_db()
    assert person.pin_failures == 5


def test_a_pin_is_kept_as_argon2_or_whatever_hashes_passwords(reena):
    assert PIN not in reena.pin
    assert reena.pin.partition("$")[0] == reena.password.partition("$")[0]


WEAK = ["123456", "654321", "000000", "777777", "121212", "123123", "198519", "200319", "141985", "012345", "246802"]


@pytest.mark.parametrize("pin", [*WEAK, "41726", "4172633", "४१७२६३x", "abcdef", ""])
def test_a_pin_that_the_neighbour_guesses_is_refused(reena, pin):
    with pytest.raises(pins.WeakPin):
        pins.set_pin(reena, pin, by=reena)


def test_nobody_whose_role_needs_a_code_gets_a_pin():
    officer = staff(Role.DISTRICT_OFFICER, OfficeFactory())

    with pytest.raises(pins.PinRefused):
        pins.set_pin(officer, PIN, by=officer)


def test_choosing_a_pin_needs_the_password_and_twice_the_same(client, reena):
    enter(client, "reena")

    answer = client.post(
        "/me/pin/", {"password": "wrong", "new_pin": "605194", "again": "605195", "idem": key(client, "/me/pin/")}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "password": ["This is not your password."],
        "again": ["The two PINs are not the same."],
    }


def test_choosing_a_pin_with_hindi_digits_works(client, reena):
    enter(client, "reena")

    answer = client.post(
        "/me/pin/", {"password": PASSWORD, "new_pin": "६०५१९४", "again": "605194", "idem": key(client, "/me/pin/")}
    )

    reena.refresh_from_db()
    assert answer.url == "/me/"
    pins.check(reena, "605194")
    assert AuditEvent.objects.filter(action="pin.set", by=reena).count() == 2


def test_a_typed_pin_is_never_shown_again(client, reena):
    enter(client, "reena")

    answer = client.post("/me/pin/", {"password": PASSWORD, "new_pin": "605194", "again": "1"})

    assert "605194" not in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
