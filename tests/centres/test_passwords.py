"""Passwords: chosen through a link that works once, changed by knowing the old one."""

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from centres.hashers import ClinicArgon2PasswordHasher
from centres.models import AuditEvent, SetPasswordLink, SignIn
from centres.permissions import Role
from centres.services import passwords
from tests.centres.factories import PASSWORD, CentreFactory, staff

pytestmark = pytest.mark.django_db

NEW = "laal-jhola-hari-chhat"


@pytest.fixture
def reena():
    return staff(
        Role.CLERK, CentreFactory(), username="reena", name_en="Reena Kumari", password=PASSWORD, language="en"
    )


@pytest.fixture
def boss(reena):
    return staff(Role.IN_CHARGE, reena.memberships.get().centre)


@pytest.fixture
def link(reena, boss):
    return f"/set-password/{passwords.issue_link(reena, by=boss)}"


@pytest.fixture
def visitor(client):
    client.cookies["hms_language"] = "en"
    return client


def choose(client, link, first=NEW, second=None):
    return client.post(link, {"new_password1": first, "new_password2": second or first})


def enter(client, password):
    return client.post("/sign-in/", {"username": "reena", "password": password})


def test_a_link_lets_its_person_choose_a_password(visitor, link, reena):
    page = visitor.get(link)
    answer = choose(visitor, link)

    assert "Reena Kumari" in page.content.decode()
    assert answer.url == "/sign-in/"
    assert enter(visitor, NEW).url == "/"
    assert AuditEvent.objects.filter(action="password.set", target=f"centres.user:{reena.pk}").count() == 1


def test_looking_at_the_link_does_not_use_it_up(visitor, link):
    visitor.get(link)
    visitor.get(link)

    assert choose(visitor, link).status_code == 302


def test_wrong_used_and_expired_links_and_closed_accounts_look_alike(visitor, link, reena, boss):
    choose(visitor, link)
    late = f"/set-password/{passwords.issue_link(reena, by=boss)}"

    used, wrong = Client().get(link), Client().get("/set-password/whatever")
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=25)):
        expired = Client().get(late)
    type(reena).objects.update(is_active=False)
    closed = Client().get(late)

    pages = [without_tokens(answer.content.decode()) for answer in (used, wrong, expired, closed)]
    assert [answer.status_code for answer in (used, wrong, expired, closed)] == [404] * 4
    assert len(set(pages)) == 1


def without_tokens(page):
    """The page without what differs at every reading: the CSRF token, the clock and the address itself."""
    drop = ("csrfmiddlewaretoken", "X-CSRFToken", "datetime=", 'name="_page"')
    return "\n".join(line for line in page.splitlines() if not any(mark in line for mark in drop))


def test_a_new_link_ends_the_earlier_one(visitor, link, reena, boss):
    passwords.issue_link(reena, by=boss)

    assert visitor.get(link).status_code == 404


def test_only_the_hash_of_a_link_is_stored(link):
    token = link.rpartition("/")[2]

    assert token.encode() not in bytes(SetPasswordLink.objects.get().token_hash)


@pytest.mark.django_db(transaction=True)
def test_a_link_used_twice_at_the_same_moment_works_once(reena, boss, in_threads):
    token = passwords.issue_link(reena, by=boss)
    link = passwords.find_link(token)

    answers = in_threads(*[lambda: passwords.set_by_link(link, NEW)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["LinkUsed", "User"]


REFUSED = [
    ("kam-akshar", "Too short: a password has at least 12 characters."),
    ("1234567890123", "Many people use this password, so it is guessed first. Choose another."),
    ("patnahospital", "This password is easy to guess here. Add other words."),
    ("reena kumari 1", "Too much like your own name or user name. Choose another."),
]


@pytest.mark.parametrize(("password", "words"), REFUSED)
def test_a_password_that_is_guessed_is_refused_in_plain_words(visitor, link, password, words):
    answer = choose(visitor, link, password)

    assert answer.status_code == 422
    assert words in answer.context["form"].errors["new_password1"]
    assert password not in answer.content.decode()


@pytest.mark.parametrize(("password", "words"), REFUSED)
def test_the_refusal_is_in_hindi_too(client, link, password, words):
    answer = choose(client, link, password)

    told = " ".join(answer.context["form"].errors["new_password1"])
    assert any("\u0900" <= letter <= "\u097f" for letter in told)
    assert words not in told


@pytest.mark.parametrize("password", ["x" * 30 + "y" * 40, "पीपल के नीचे की चाय दुकान", "   spaces count too   "])
def test_long_hindi_and_spaced_passwords_are_welcome(visitor, link, password):
    choose(visitor, link, password)

    assert enter(visitor, password).url == "/"


def test_two_different_ones_are_refused(visitor, link):
    answer = choose(visitor, link, NEW, NEW + "x")

    assert answer.context["form"].errors == {"new_password2": ["The two passwords are not the same."]}


def test_changing_it_ends_the_sessions_elsewhere_and_keeps_this_one(visitor, reena):
    elsewhere = Client()
    enter(elsewhere, PASSWORD)
    enter(visitor, PASSWORD)

    answer = visitor.post("/me/password/", {"password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert answer.url == "/me/"
    assert visitor.get("/me/").status_code == 200
    assert elsewhere.get("/me/").url == "/sign-in/"
    assert SignIn.objects.filter(ended_at=None).count() == 1
    assert SignIn.objects.get(ended_at=None).session_key == visitor.session.session_key


def test_changing_it_needs_the_old_one(visitor, reena):
    enter(visitor, PASSWORD)

    answer = visitor.post("/me/password/", {"password": "wrong", "new_password1": NEW, "new_password2": NEW})

    assert answer.context["form"].errors == {"password": ["This is not your password."]}
    reena.refresh_from_db()
    assert reena.check_password(PASSWORD)


def test_passwords_are_hashed_with_argon2_sized_for_two_cores():
    encoded = ClinicArgon2PasswordHasher().encode(NEW, "somesaltsomesalt")

    assert settings.PASSWORD_HASHERS[-1] == "centres.hashers.ClinicArgon2PasswordHasher"
    assert encoded.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
