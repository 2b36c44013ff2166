"""The doctor's room in a real browser: by keyboard alone, without JavaScript, and after a crash."""

import pytest
from django.conf import settings

from opd.models import Consultation
from registration.models import Visit
from tests import loaded
from tests.browser import HAND
from tests.centres.signing import Worker
from tests.labs.factories import load_catalogue
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(centre, english):
    loaded.opd_catalogue()
    load_catalogue(centre)
    visit = VisitFactory(centre=centre, patient=PatientFactory(registered_centre=centre, name="Sunita Devi"))
    return Worker.at(centre, "doctor"), visit


def opened(chromium, live_server, worker, **options):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url, **options)
    key = worker.client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


def test_from_the_queue_to_the_signature_by_keyboard_alone(chromium, live_server, room):
    doctor, visit = room
    page = opened(chromium, live_server, doctor)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(doctor.url("opd:queue"))

    page.keyboard.press("F8")
    page.wait_for_selector("#complaint:focus")
    assert page.locator("#scan").get_attribute("placeholder") == "Scan or type"  # here F3 asks a specialist
    page.keyboard.type("fever 3d", delay=HAND)
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip >> text=fever")
    page.focus("#diagnosis")
    page.keyboard.type("j06", delay=HAND)
    page.wait_for_selector("#for-diagnosis .suggestion")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip >> text=J06.9")
    page.keyboard.press("F2")
    page.keyboard.type("pcm 500 1-0-1 5d pc", delay=HAND)
    page.wait_for_selector(".understood >> text=PARACETAMOL")
    page.keyboard.press("Enter")
    page.wait_for_selector(".rx >> text=morning 1, night 1 tablet")
    page.focus("#test")
    page.keyboard.type("cbc", delay=HAND)
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip >> text=CBC")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sign/")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=signed by")

    consultation = Consultation.objects.get(visit=visit)
    assert [row.name_en for row in consultation.prescription.all()] == ["Paracetamol"]
    assert [row.code for row in consultation.diagnoses.all()] == ["J06.9"]
    visit.refresh_from_db()
    assert visit.status == Visit.Status.DONE
    assert problems == []


def test_the_same_without_javascript(chromium, live_server, room):
    doctor, visit = room
    page = opened(chromium, live_server, doctor, java_script_enabled=False)
    page.goto(doctor.url("opd:queue"))

    page.click("#call-next")
    page.fill("#complaint", "fever 3d")
    page.press("#complaint", "Enter")
    page.fill("#diagnosis", "dengue")
    page.press("#diagnosis", "Enter")
    page.click("text=A97.1")
    page.fill("#medicine", "pcm 1-0-1 5d")
    page.press("#medicine", "Enter")
    page.click(".suggestion >> text=Tablet 650 mg")
    page.fill("#history", "since Monday")
    page.click("text=Save draft")
    page.click("[data-main]")
    page.wait_for_url("**/sign/")
    page.click("[data-main]")
    page.wait_for_selector("text=signed by")

    consultation = Consultation.objects.get(visit=visit)
    assert (consultation.history, consultation.prescription.get().strength) == ("since Monday", "650 mg")


def test_a_browser_that_dies_loses_nothing_older_than_a_few_seconds(chromium, live_server, room):
    doctor, visit = room
    page = opened(chromium, live_server, doctor)
    page.goto(doctor.url("opd:consultation", code=visit.code))
    page.fill("#history", "typed and never sent")
    page.fill("#medicine", "amox 50")
    page.wait_for_selector("#saved >> text=Draft saved")
    page.context.close()

    again = opened(chromium, live_server, doctor)
    again.goto(doctor.url("opd:consultation", code=visit.code))

    assert again.input_value("#history") == "typed and never sent"
    assert again.input_value("#medicine") == "amox 50"


def test_two_doctors_on_one_draft_are_led_to_both_texts(chromium, live_server, room, centre):
    doctor, visit = room
    first, second = opened(chromium, live_server, doctor), opened(chromium, live_server, Worker.at(centre, "doctor"))
    for page in (first, second):
        page.goto(doctor.url("opd:consultation", code=visit.code))
    first.fill("#history", "from the first")
    first.wait_for_selector("#saved >> text=Draft saved")

    second.fill("#history", "from the second")
    second.click("text=Somebody else saved this draft")
    second.wait_for_selector("text=Two people wrote in this draft")
    second.keyboard.press("Control+Enter")
    second.wait_for_selector("text=Both texts are joined")

    assert second.input_value("#history") == "from the first\nfrom the second"


def test_what_was_typed_last_before_signing_stands_on_the_page_to_sign(chromium, live_server, room):
    doctor, visit = room
    page = opened(chromium, live_server, doctor)
    page.goto(doctor.url("opd:consultation", code=visit.code))
    page.fill("#history", "first")
    page.wait_for_selector("#saved >> text=Draft saved")

    page.fill("#history", "first and last")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dd >> text=first and last")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=signed by")

    assert Consultation.objects.get(visit=visit).history == "first and last"
