"""A scanner at a real browser: fast, thousands of digits, focus anywhere, Tab at the end, a Hindi keyboard."""

import json
import string
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from hms.lib import ids
from registration.models import Patient
from tests.centres.signing import Worker
from tests.registration.factories import PatientFactory, VisitFactory
from tests.scanner import Scanner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = json.loads((Path(__file__).parents[1] / "lib" / "data" / "cards.json").read_text())
QR = {one["id"]: one["qr"] for one in FILE["vectors"]}


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.HMS_CARD_KEYS_DIR = tmp_path
    (tmp_path / "test.pem").write_text(FILE["certificate_pem"])


@pytest.fixture
def counter(chromium, live_server, centre, english):
    clerk = Worker.at(centre, "clerk")
    return Screen(chromium, live_server, clerk)


class Screen:
    def __init__(self, chromium, live_server, worker, *, start="registration:patient-new"):
        context = chromium.new_context(
            viewport={"width": 1366, "height": 768}, base_url=live_server.url, permissions=["camera"]
        )
        key = worker.client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        self.page, self.worker = context.new_page(), worker
        self.page.set_default_timeout(15_000)
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)
        self.scanner = Scanner(self.page)
        self.scan = self.scanner.scan
        self.page.goto(worker.url(start))

    def box(self, name) -> str:
        return self.page.locator(f"[name={name}]").first.input_value()


def arrived(screen):
    screen.page.wait_for_selector(".scanned")
    return screen.page


@pytest.mark.parametrize(
    ("focus", "end"),
    [("#id_name", "Enter"), ("#id_street", "Tab"), ("#id_aadhaar_absent", "Tab"), ("#id_sex_0", "Enter"),
     ("#id_consent", "Enter"), ("body", "Tab"), ("#q", "Tab")],
)  # fmt: skip
def test_a_card_is_read_wherever_the_cursor_stands(counter, focus, end):
    page = counter.page
    if focus != "body":
        page.locator(focus).focus()
    counter.scan(QR["v5_zlib"], end)

    arrived(counter)
    assert counter.box("name") == "Ramesh Kumar Yadav"
    assert (counter.box("street"), counter.box("aadhaar_absent")) == (
        "Yarpur Road, Near Shiv Mandir, Yarpur, Patna", "",
    )  # fmt: skip
    assert not page.locator("#id_consent").is_checked()
    assert Patient.objects.count() == 0
    assert counter.problems == []


def test_what_was_typed_before_the_scan_is_still_there(counter):
    page = counter.page
    page.locator("#id_phone").press_sequentially("9876543210", delay=90)
    page.locator("#id_house").press_sequentially("77", delay=90)
    counter.scan(QR["v2"])

    arrived(counter)
    assert (counter.box("phone"), counter.box("house"), counter.box("name")) == (
        "9876543210", "77", "Ramesh Kumar Yadav",
    )  # fmt: skip
    assert page.get_by_text("Card: 12/A").is_visible()


def test_a_slip_scanned_over_an_unsaved_form_waits_for_enter_and_changes_no_box(counter, centre):
    visit = VisitFactory(centre=centre, patient=PatientFactory(registered_centre=centre, name="Sunita Devi"))
    page = counter.page
    page.locator("#id_name").press_sequentially("Asha", delay=90)
    counter.scan(ids.format_code(visit.code))

    page.get_by_text("Not saved yet.").wait_for()
    assert counter.box("name") == "Asha"
    page.wait_for_timeout(400)  # a person's Enter, not the scanner's own second one
    page.keyboard.press("Enter")
    page.get_by_text("Sunita Devi").first.wait_for()
    assert Patient.objects.count() == 1


def test_typing_of_a_person_is_left_alone_however_fast(counter):
    page = counter.page
    page.locator("#id_name").focus()
    for delay, word in ((0, "Asha"), (90, " Devi")):
        page.keyboard.type(word, delay=delay)
    expect(page.locator("#id_name")).to_have_value("Asha Devi")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") != "name"


def test_a_hasty_person_types_over_what_is_marked(counter):
    box = counter.page.locator("[name=phone]")
    box.fill("9000000000")
    box.select_text()

    for digits, pause in (("9876", 30), ("54", 90), ("3210", 90)):
        counter.page.keyboard.type(digits, delay=pause)

    assert counter.box("phone") == "9876543210"


def test_the_first_key_finds_the_box_before_the_first_picture(counter):
    counter.page.add_init_script(
        """addEventListener("DOMContentLoaded", () => { window.focusAtFirst = document.activeElement.name; });"""
    )

    counter.page.goto(counter.worker.url("registration:counter"))

    assert counter.page.evaluate("window.focusAtFirst") == "q"


def test_a_scan_through_the_hindi_keyboard_is_read_by_its_keys(counter, centre):
    """InScript: the letters of the code come out in Devanagari, the keys pressed are the same."""
    inscript = dict(zip(string.ascii_uppercase, "ोव्म्कि्ुपगलनपदषौीहसतगंरबव", strict=True))
    visit = VisitFactory(centre=centre, patient=PatientFactory(registered_centre=centre, name="Sunita Devi"))
    counter.page.locator("#id_name").focus()

    counter.scan(ids.format_code(visit.code), hindi=inscript)

    counter.page.get_by_text("Sunita Devi").first.wait_for()
    assert counter.problems == []


def test_a_scan_whose_keys_cannot_be_read_says_to_switch_the_keyboard(counter):
    page = counter.page
    page.locator("#id_name").focus()
    for _sign in range(12):
        event = {"key": "Process", "code": "", "windowsVirtualKeyCode": 229}
        counter.scanner.press(event, "rawKeyDown")
    page.keyboard.press("Enter")

    page.get_by_text("The keyboard stands on Hindi").wait_for()
    assert (counter.box("name"), Patient.objects.count()) == ("", 0)


def test_a_scan_without_enter_waits_in_the_box(counter):
    counter.page.locator("#id_name").focus()
    counter.scan("99887766554", end="")

    expect(counter.page.locator("#q")).to_have_value("99887766554")
    assert counter.page.evaluate("document.activeElement.id") == "q"
    assert counter.box("name") == ""


def test_the_box_in_the_bar_takes_scans_on_other_pages(chromium, live_server, centre, english):
    visit = VisitFactory(centre=centre, patient=PatientFactory(registered_centre=centre, name="Sunita Devi"))
    screen = Screen(chromium, live_server, Worker.at(centre, "nurse"), start="opd:queue")

    screen.scan(ids.format_code(visit.code))

    screen.page.wait_for_url(f"**/visits/{visit.code}/vitals/")
    assert screen.problems == []


def test_nothing_of_a_card_is_left_in_the_browser(counter):
    counter.scan(QR["old_xml"])
    page = arrived(counter)

    stored = page.evaluate(
        "async () => JSON.stringify([{...localStorage},"
        " {...sessionStorage, 'htmx-current-path-for-history': undefined}, history.state,"
        " location.href, await caches.keys(), await indexedDB.databases()])"
    )
    assert stored == json.dumps([{}, {}, None, page.url, [], []], separators=(",", ":"))
    assert "234123412346" not in page.content()
    page.go_back()
    page.wait_for_selector("#q")
    assert counter.box("q") == ""


def test_the_camera_is_offered_only_where_the_browser_reads_codes(chromium, live_server, centre, english):
    clerk = Worker.at(centre, "clerk")
    plain = Screen(chromium, live_server, clerk)
    able = "BarcodeDetector" in plain.page.evaluate("Object.getOwnPropertyNames(window)")
    assert plain.page.locator("[data-camera]").is_visible() is able


def test_the_camera_reads_into_the_same_box(counter, centre):
    """The browser's reader is given; everything after it is ours."""
    visit = VisitFactory(centre=centre, patient=PatientFactory(registered_centre=centre, name="Sunita Devi"))
    page = counter.page
    page.add_init_script(
        "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code']; }"
        f" async detect() {{ return [{{ rawValue: '{ids.format_code(visit.code)}' }}]; }} }};"
    )
    page.reload()

    page.get_by_role("button", name="Camera").click()

    page.get_by_text("Sunita Devi").first.wait_for()
    assert counter.problems == []
