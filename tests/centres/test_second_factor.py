"""The code from the phone."""

import re
import time

import pytest
import time_machine
from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from centres.models import AuditEvent, SignIn
from centres.permissions import Role
from centres.services import second_factor
from hms.lib import crypto
from tests.centres.factories import PASSWORD, CentreFactory, OfficeFactory, staff

pytestmark = pytest.mark.django_db

PAGE = "/second-factor/"
KEY = "ab" * 20


@pytest.fixture
def officer():
    return staff(Role.DISTRICT_OFFICER, OfficeFactory(), username="officer", password=PASSWORD, language="en")


@pytest.fixture
def inside(client, officer):
    client.post("/sign-in/", {"username": "officer", "password": PASSWORD})
    return client


@pytest.fixture
def phone(officer):
    return TOTPDevice.objects.create(user=officer, key=KEY, confirmed=True)


def code(key=KEY, steps=0):
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def offered(client):
    page = client.get(PAGE)
    offer = page.context["offer"]
    return offer, bytes.fromhex(crypto.read_signed(offer, purpose="totp-key", owner=page.context["user"].pk)).hex()


def test_a_password_alone_does_not_open_the_office(inside):
    assert inside.get("/c/CSO/").url == PAGE


def test_setting_up_the_phone_opens_it_and_leads_on(inside, officer):
    inside.get("/c/CSO/")
    before = inside.session.session_key
    offer, key = offered(inside)

    answer = inside.post(PAGE, {"offer": offer, "code": code(key)})

    assert answer.url == "/c/CSO/"
    assert inside.get("/c/CSO/").status_code == 200
    assert inside.session.session_key != before
    assert SignIn.objects.get(ended_at=None).session_key == inside.session.session_key
    assert AuditEvent.objects.filter(action="second_factor.enrolled", by=officer).count() == 1


def test_looking_at_the_picture_stores_nothing(inside):
    inside.get(PAGE)

    assert TOTPDevice.objects.count() == 0


def test_the_picture_and_the_typed_key_are_on_the_page_without_any_other_host(inside):
    page = inside.get(PAGE).content.decode()

    assert 'src="data:image/svg+xml;base64,' in page
    assert re.search(r">[A-Z2-7]{4}( [A-Z2-7]{4}){7}<", page)


def test_a_wrong_code_keeps_the_same_picture(inside):
    offer, _key = offered(inside)

    answer = inside.post(PAGE, {"offer": offer, "code": "000000"})

    assert answer.status_code == 422
    assert answer.context["offer"] == offer
    assert TOTPDevice.objects.count() == 0


def test_nobody_enrols_a_key_that_was_offered_to_somebody_else(inside, officer):
    other = staff(Role.ADMINISTRATOR, CentreFactory())
    foreign = second_factor.offer(other)

    inside.post(PAGE, {"offer": foreign, "code": code(second_factor.read_offer(other, foreign))})

    assert TOTPDevice.objects.count() == 0


def test_a_second_phone_is_not_set_up_beside_the_first(inside, phone, officer):
    offer = second_factor.offer(officer)

    inside.post(PAGE, {"offer": offer, "code": code(second_factor.read_offer(officer, offer))})

    assert TOTPDevice.objects.get().key == KEY


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_either_way_is_taken_and_no_more(inside, phone, steps, opens):
    with time_machine.travel(1_790_000_010, tick=False):
        session = inside.session
        session["opened_at"] = session["seen_at"] = int(time.time())
        session.save()
        answer = inside.post(PAGE, {"code": code(steps=steps)})

    assert (answer.status_code == 302) is opens


def test_a_code_works_once(inside, phone, client):
    used = code()
    inside.post(PAGE, {"code": used})
    inside.post("/sign-out/")
    inside.post("/sign-in/", {"username": "officer", "password": PASSWORD})

    assert inside.post(PAGE, {"code": used}).status_code == 422


def test_hindi_digits_and_a_space_are_read(inside, phone):
    typed = code().translate(str.maketrans("0123456789", "०१२३४५६७८९"))

    assert inside.post(PAGE, {"code": f"{typed[:3]} {typed[3:]}"}).status_code == 302


def test_guessing_gets_slower(inside, phone):
    inside.post(PAGE, {"code": "000000"})

    assert inside.post(PAGE, {"code": code()}).status_code == 422
    assert AuditEvent.objects.filter(action="second_factor.failed").count() == 2


def test_people_who_need_no_code_have_no_such_page(client):
    staff(Role.CLERK, CentreFactory(), username="reena", password=PASSWORD)
    client.post("/sign-in/", {"username": "reena", "password": PASSWORD})

    assert client.get(PAGE).status_code == 404


def test_another_administrator_takes_a_lost_phone_away(inside, phone, officer):
    administrator = staff(Role.ADMINISTRATOR, CentreFactory())

    second_factor.reset(officer, by=administrator)

    assert TOTPDevice.objects.count() == 0
    assert inside.get("/me/").url == "/sign-in/"
    assert AuditEvent.objects.get(action="second_factor.reset").by == administrator


def test_nobody_takes_away_their_own(officer, phone):
    with pytest.raises(second_factor.OwnReset):
        second_factor.reset(officer, by=officer)

    assert TOTPDevice.objects.count() == 1


def test_the_clock_of_a_phone_may_not_drift_further_and_further():
    assert settings.OTP_TOTP_SYNC is False
