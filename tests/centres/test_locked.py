"""A screen left alone, and what had been typed on it."""

import re

import pytest
from django.conf import settings
from django.test import Client

from centres.models import AuditEvent, HeldForm, SignIn
from centres.permissions import Role
from tests.centres.factories import PASSWORD, CentreFactory, staff

pytestmark = pytest.mark.django_db

FORM = "/me/computer/"
TYPED = {"centre": "UPHC-77", "name": "काउंटर 1", "_page": FORM}


@pytest.fixture
def place():
    return CentreFactory(code="UPHC-77")


@pytest.fixture
def reena(place):
    return staff(Role.CLERK, place, username="reena", password=PASSWORD, language="en")


@pytest.fixture
def meena(place):
    return staff(Role.CLERK, place, username="meena", password=PASSWORD, language="en")


@pytest.fixture
def at_work(client, reena):
    """Reena, signed in, with the form open."""
    enter(client, "reena")
    return client


def enter(client, username, path="/sign-in/"):
    return client.post(path, {"username": username, "password": PASSWORD})


def idem(client, page=FORM):
    return re.search(r'name="idem" value="([^"]+)"', client.get(page).content.decode())[1]


def leave_alone(client, minutes=settings.HMS_IDLE_MINUTES + 1):
    session = client.session
    session["seen_at"] -= minutes * 60
    session.save()


def box(response, name):
    return response.context["form"][name].value()


def test_a_screen_left_alone_is_locked(at_work, reena):
    leave_alone(at_work)

    answer = at_work.get("/me/")

    assert answer.url == "/locked/"
    assert "Screen locked" in at_work.get("/locked/").content.decode()
    assert AuditEvent.objects.filter(action="locked", by=reena).count() == 1


def test_the_lock_holds_until_it_is_opened(at_work):
    at_work.post("/lock/", {"_page": "/me/"})

    assert at_work.get("/me/").url == "/locked/"
    assert at_work.post(FORM, TYPED).url == "/locked/"


def test_unlocking_with_the_password_returns_to_the_page(at_work, reena):
    leave_alone(at_work)
    at_work.get("/me/sign-ins/")

    answer = at_work.post("/locked/", {"secret": PASSWORD})

    assert answer.url == "/me/sign-ins/"
    assert at_work.get("/me/sign-ins/").status_code == 200
    assert AuditEvent.objects.get(action="unlocked").detail == {"method": "password"}


def test_a_wrong_password_leaves_it_locked(at_work):
    at_work.post("/lock/", {"_page": "/me/"})

    answer = at_work.post("/locked/", {"secret": "not the password"})

    assert (answer.status_code, answer.context["form"].errors["secret"]) == (422, ["This is not your password."])
    assert at_work.get("/me/").url == "/locked/"


def test_guessing_at_the_locked_screen_is_throttled_like_the_door(at_work):
    at_work.post("/lock/", {"_page": "/me/"})

    answers = [at_work.post("/locked/", {"secret": "wrong words here"}).status_code for _try in range(5)]

    assert answers == [422, 422, 422, 422, 429]


def test_a_form_sent_to_a_locked_screen_is_there_again_after_unlocking(at_work):
    key = idem(at_work)
    leave_alone(at_work)

    locked = at_work.post(FORM, {**TYPED, "idem": key})
    page = at_work.get(locked.url)
    back = at_work.post(locked.url, {"secret": PASSWORD})
    form = at_work.get(back.url)

    assert locked.url.startswith("/locked/?held=")
    assert "What you had typed is kept for you" in page.content.decode()
    assert box(form, "name") == "काउंटर 1"
    assert "What you had typed is here again. It is not saved yet." in form.content.decode()


def test_the_page_sends_its_form_along_when_it_locks_itself(at_work):
    key = idem(at_work)

    locked = at_work.post("/lock/", {**TYPED, "idem": key})
    back = at_work.post(locked.url, {"secret": PASSWORD})

    assert locked.url == "/locked/"
    assert box(at_work.get(back.url), "name") == "काउंटर 1"


def test_after_the_session_ended_nothing_has_to_be_typed_again(at_work):
    key = idem(at_work)
    at_work.session.flush()

    door = at_work.post(FORM, {**TYPED, "idem": key})
    back = enter(at_work, "reena", door.url)

    assert door.url.startswith("/sign-in/?held=")
    assert box(at_work.get(back.url), "name") == "काउंटर 1"


def test_after_twelve_hours_nothing_has_to_be_typed_again(at_work):
    key = idem(at_work)
    session = at_work.session
    session["opened_at"] -= settings.SESSION_COOKIE_AGE + 1
    session.save()

    door = at_work.post(FORM, {**TYPED, "idem": key})
    back = enter(at_work, "reena", door.url)

    assert box(at_work.get(back.url), "name") == "काउंटर 1"


def test_a_colleague_who_signs_in_instead_never_sees_it(at_work, meena):
    key = idem(at_work)
    at_work.session.flush()
    door = at_work.post(FORM, {**TYPED, "idem": key})

    back = enter(at_work, "meena", door.url)
    reference = HeldForm.objects.get().reference
    guessed = at_work.get(f"{FORM}?held={reference}")

    assert "held" not in back.url
    assert box(guessed, "name") is None
    assert "काउंटर 1" not in guessed.content.decode()


def test_a_colleague_is_not_taken_to_the_page_of_the_one_before(at_work, meena):
    leave_alone(at_work)
    at_work.get("/me/sign-ins/")

    assert enter(at_work, "meena").url == "/"


def test_what_is_kept_is_sealed_and_holds_no_secret(at_work):
    key = idem(at_work)
    at_work.session.flush()

    typed = {"aadhaar": "999941057058", "password": "neem", "pin": "417263", "new_pin": "417263", "secret": "neem"}
    door = at_work.post(FORM, {**TYPED, **typed, "idem": key})
    kept = at_work.get(enter(at_work, "reena", door.url).url)

    assert b"UPHC-77" not in bytes(HeldForm.objects.get().body)
    assert set(kept.context["form"].initial) & set(typed) == set()


def test_a_form_that_names_nobody_is_not_kept():
    answer = Client().post(FORM, TYPED)

    assert answer.url == "/sign-in/"
    assert HeldForm.objects.count() == 0


def test_a_part_of_a_page_that_refreshes_itself_tells_the_page_to_lock(at_work):
    leave_alone(at_work)

    answer = at_work.get("/me/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Trigger"]) == (204, "locked")


def test_a_form_sent_by_a_part_of_a_page_is_kept_and_the_whole_page_goes_to_unlock(at_work):
    key = idem(at_work)
    leave_alone(at_work)

    answer = at_work.post(FORM, {**TYPED, "idem": key}, headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"/locked/?held={HeldForm.objects.get().reference}"


def test_somebody_who_types_for_long_is_still_there(at_work):
    leave_alone(at_work, minutes=10)
    at_work.post("/still-here/")
    leave_alone(at_work, minutes=10)

    assert at_work.get("/me/").status_code == 200


def test_being_seen_is_noted_with_the_session(at_work):
    before = SignIn.objects.get().seen_at
    leave_alone(at_work, minutes=3)

    at_work.get("/me/")

    assert SignIn.objects.get().seen_at > before


def test_signing_out_works_from_the_locked_screen(at_work):
    at_work.post("/lock/", {"_page": "/me/"})

    assert at_work.post("/sign-out/").url == "/sign-in/"
    assert at_work.get("/locked/").url == "/sign-in/"


def test_the_locked_page_is_nothing_when_nothing_is_locked(at_work):
    assert at_work.get("/locked/").url == "/"
    assert at_work.post("/locked/", {"secret": "x"}).url == "/"


def test_what_was_left_when_a_colleague_took_over_waits_on_the_owners_home(at_work, meena):
    at_work.post("/lock/", {**TYPED, "idem": idem(at_work)})
    enter(at_work, "meena")
    theirs = [tile.what for tile in at_work.get("/c/UPHC-77/").context["tiles"]]
    at_work.post("/sign-out/")
    enter(at_work, "reena")

    mine = at_work.get("/c/UPHC-77/").context["tiles"][0]

    assert "Typed and not saved yet" not in theirs
    assert mine.what == "Typed and not saved yet"
    assert box(at_work.get(mine.url), "name") == "काउंटर 1"


def test_once_saved_it_waits_no_longer(at_work):
    locked = at_work.post("/lock/", {**TYPED, "idem": idem(at_work)})
    back = at_work.post(locked.url, {"secret": PASSWORD}).url

    at_work.post(back, {**TYPED, "idem": at_work.get(back).context["idem"]})

    assert HeldForm.objects.count() == 0
