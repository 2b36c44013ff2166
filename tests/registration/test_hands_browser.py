"""What hands do at the counter in a real browser: press twice, go back, reload, stay away too long, lose the line."""

import re

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from centres.models import HeldForm
from registration.models import Patient, Visit
from tests.browser import HAND
from tests.centres.factories import PASSWORD
from tests.centres.signing import Worker
from tests.cutting import CuttingLine, Fate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTS = {
    "name": "Sunita Devi",
    "birth": "46",
    "guardian_name": "Ramesh Yadav",
    "phone": "9876543210",
    "street": "Yarpur",
}


class Hands:
    """A clerk's browser at the form of a new person; `address` is where the server is reached."""

    def __init__(self, chromium, address, worker):
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
        key = worker.client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
        context.route("**/print/", lambda route: route.fulfill(status=204))  # no paper is needed here
        self.page, self.worker = context.new_page(), worker
        self.page.set_default_timeout(20_000)
        self.page.goto(worker.url("registration:patient-new"))

    def fill(self, **changes):
        for name, text in {**FACTS, **changes}.items():
            self.page.locator(f"#id_{name}").fill(text)
        self.page.locator("#id_sex_0").check()
        self.page.locator("#id_aadhaar_absent").select_option("not_brought")
        self.page.locator("#id_consent").check()

    def save(self, times=1):
        self.page.wait_for_load_state()  # the page listens to keys once its script has run
        for _time in range(times):
            self.page.keyboard.press("Control+Enter")

    def token(self) -> str:
        self.page.wait_for_url("**/visits/**")
        self.page.wait_for_load_state("networkidle")
        return self.page.locator("#token").inner_text()

    def boxes(self) -> dict:
        return {name: self.page.locator(f"#id_{name}").input_value() for name in FACTS}

    def kept(self):
        """Until the server has kept what was typed."""
        expect(self.page.locator("[data-kept]")).to_have_text(re.compile("Kept at"), timeout=10_000)


@pytest.fixture
def clerk(centre, english):
    from centres.permissions import Role
    from tests.centres.factories import staff

    return Worker.at(
        centre, Role.CLERK, user=staff(Role.CLERK, centre, username="reena", password=PASSWORD, language="en")
    )


@pytest.fixture
def hands(chromium, live_server, clerk):
    return Hands(chromium, live_server.url, clerk)


def test_control_enter_twice_gives_one_token(hands):
    hands.fill()

    hands.save(times=2)

    assert hands.token() == "1"
    assert (Patient.objects.count(), Visit.objects.count()) == (1, 1)


def test_reload_after_saving_shows_the_same_token(hands):
    hands.fill()
    hands.save()
    hands.token()

    hands.page.reload()

    assert hands.token() == "1"
    assert Visit.objects.count() == 1


def test_back_and_save_again_asks_whether_it_is_the_same_person(hands):
    hands.fill()
    hands.save()
    hands.token()

    hands.page.go_back()
    hands.page.wait_for_selector("#id_name")
    hands.fill()
    hands.save()

    hands.page.wait_for_selector("#id_somebody_else")
    assert hands.page.locator("#id_name").input_value() == "Sunita Devi"
    assert Visit.objects.count() == 1


def sign_in_again(hands):
    hands.page.locator("[name=username]").fill("reena")
    hands.page.locator("[name=password]").fill(PASSWORD)
    hands.page.keyboard.press("Enter")


def test_a_session_that_ended_in_the_middle_of_a_form_loses_nothing(hands):
    hands.fill()
    hands.worker.client.session.flush()

    hands.save()
    hands.page.locator("[name=password]").wait_for()
    sign_in_again(hands)

    hands.page.get_by_text("What you had typed is here again. It is not saved yet.").wait_for()
    assert hands.boxes() == FACTS
    assert Visit.objects.count() == 0
    hands.save()
    assert hands.token() == "1"
    assert HeldForm.objects.count() == 0


def test_a_screen_that_locked_in_the_middle_of_a_form_loses_nothing(hands):
    """Nobody touched it for a quarter of an hour: the server has locked the session by then, and the form is sent."""
    hands.fill()
    session = hands.worker.client.session
    session["seen_at"] -= (django_settings.HMS_IDLE_MINUTES + 1) * 60
    session.save()

    hands.save()
    hands.page.locator("[name=secret]").fill(PASSWORD)
    hands.page.keyboard.press("Enter")

    hands.page.get_by_text("What you had typed is here again. It is not saved yet.").wait_for()
    assert hands.boxes() == FACTS
    hands.save()
    assert hands.token() == "1"


def test_the_page_locks_itself_and_takes_the_typed_form_along(hands):
    hands.page.clock.install()
    hands.page.reload()
    hands.fill()

    hands.page.clock.fast_forward((django_settings.HMS_IDLE_MINUTES + 1) * 60_000)
    hands.page.locator("[name=secret]").fill(PASSWORD)
    hands.page.locator("[name=secret]").press("Enter")

    hands.page.get_by_text("What you had typed is here again. It is not saved yet.").wait_for()
    assert hands.boxes() == FACTS


def test_after_a_power_cut_the_counter_offers_what_was_typed(hands, chromium, live_server):
    hands.fill()
    hands.page.locator("#id_house").press_sequentially("12", delay=HAND)
    hands.kept()
    hands.page.context.close()

    again = Hands(chromium, live_server.url, hands.worker)
    again.page.goto(again.worker.url("registration:counter"))
    assert "Sunita Devi" in again.page.locator(".unsaved").inner_text()
    again.page.get_by_role("link", name="Go on").click()

    again.page.get_by_text("What you had typed is here again.").wait_for()
    assert again.boxes() == FACTS
    again.save()
    assert again.token() == "1"
    again.page.goto(again.worker.url("registration:counter"))
    assert again.page.locator(".unsaved").count() == 0
    assert Visit.objects.get().seconds_at_counter is None


def test_leaving_without_saving_keeps_nothing(hands):
    hands.fill()
    hands.kept()

    hands.page.get_by_role("link", name="Leave without saving").click()

    hands.page.wait_for_url("**/counter/")
    hands.page.wait_for_load_state("networkidle")
    assert HeldForm.objects.count() == 0


@pytest.mark.parametrize("lost", [Fate.LOSE_REQUEST, Fate.LOSE_ANSWER, Fate.CUT_ANSWER])
def test_a_lost_line_is_said_and_the_form_goes_through_when_it_is_back(chromium, live_server, clerk, lost):
    fates = iter([lost, lost])

    def fate(request: bytes) -> Fate:
        return next(fates, Fate.PASS) if b"X-Saving" in request or b"x-saving" in request else Fate.PASS

    line = CuttingLine((live_server.thread.host, live_server.thread.port), fate)
    hands = Hands(chromium, line.url, clerk)
    hands.fill()

    hands.save()
    expect(hands.page.locator("[data-saving-bar]")).to_contain_text("Not saved yet: the server does not answer.")
    assert hands.page.locator("form.newcomer").evaluate("form => form.inert")
    hands.page.get_by_role("button", name="Try now").click()

    assert hands.token() == "1"
    assert (Patient.objects.count(), Visit.objects.count()) == (1, 1)
    assert line.fates.count(lost) == 2
    line.close()


def test_what_is_changed_after_a_lost_answer_shows_what_was_saved(chromium, live_server, clerk):
    fates = iter([Fate.LOSE_ANSWER])

    def fate(request: bytes) -> Fate:
        return next(fates, Fate.PASS) if b"X-Saving" in request or b"x-saving" in request else Fate.PASS

    line = CuttingLine((live_server.thread.host, live_server.thread.port), fate)
    hands = Hands(chromium, line.url, clerk)
    hands.fill()
    hands.save()
    hands.page.get_by_role("button", name="Stop trying").click()
    expect(hands.page.locator("[data-saving-bar]")).to_contain_text("Not known whether it was saved.")

    hands.page.locator("#id_name").fill("Sunita Kumari")
    hands.save()

    assert hands.token() == "1"
    assert "Here is what was saved then." in hands.page.locator("main").inner_text()
    assert Visit.objects.get().patient.name == "Sunita Devi"
    line.close()
