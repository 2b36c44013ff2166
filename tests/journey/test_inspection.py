"""A round from plan to proof: the officer at a desk and on a phone, the State's letter, the centre in charge."""

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone
from pypdfium2 import PdfDocument

from centres.models import Gap, Inspection, Proposal
from hms.lib.dates import format_day
from tests.centres.inspecting import PriceItemFactory, checklist, jpeg
from tests.journey.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1366, "height": 768}


@pytest.fixture
def arrive(chromium, live_server, paper_fonts):
    """Somebody signed in, in Hindi, in a window of this size."""

    def open_(worker, size, *, script=True) -> Person:
        person = Person(chromium, SimpleNamespace(url=live_server.url), "hi", script=script, size=size)
        name = settings.SESSION_COOKIE_NAME
        person.context.add_cookies([{"name": name, "value": worker.client.cookies[name].value, "url": live_server.url}])
        return person

    return open_


MEANT = ("INTERNET_DISCONNECTED", "status of 422", "status of 409")  # the link we cut, and forms refused on purpose


def leave(person) -> None:
    person.watch.errors = [one for one in person.watch.errors if not any(words in one for words in MEANT)]
    person.done()


def day(plus: int) -> str:
    return format_day(timezone.localdate() + timedelta(days=plus))


def button(person, words: str):
    person.page.get_by_role("button", name=person.say(words)).last.click()
    person.page.wait_for_load_state()


def link(person, words: str):
    person.page.locator("main").get_by_role("link", name=person.say(words), exact=True).first.click()
    person.page.wait_for_load_state()


def plan(person, worker, centre, name: str) -> Inspection:
    person.open(worker.url("inspection:round-new"))
    person.page.fill("[name=name]", name)
    person.page.fill("[name=ends_on]", "31-02-2027")
    person.page.check(f"[name=centres][value='{centre.code}']")
    button(person, "Plan")
    person.sees(person.say("Write a day such as 14-07-2026."))
    person.look("plan-wrong-day")
    person.page.fill("[name=ends_on]", day(5))
    button(person, "Plan")
    person.look("round")
    return Inspection.objects.get(round__name=name)


ANSWERS = {"HR01": "1", "DX02": "1", "EQ01": "1", "EQ02": "2", "QA01": "2"}


def inspect(person, worker, visit, answers: dict[str, str], *, drop_link: bool) -> None:
    person.open(worker.url("inspection:visit", code=visit.code))
    person.look("visit-planned")
    button(person, "Begin the visit")
    person.look("visit-begun")
    for number in range(1, 5):
        person.open(worker.url("inspection:section", code=visit.code, number=number))
        for code, value in answers.items():
            box = person.page.locator(f"#item-{code}")
            if box.count():
                answer(person, box, value, drop_link=drop_link and code == "EQ01")
        person.look(f"section-{number}")
        person.page.locator("[data-main]").click()
        person.page.wait_for_load_state()


def answer(person, box, value: str, *, drop_link: bool) -> None:
    number = box.locator("input.digits")
    if drop_link:
        person.context.set_offline(True)
    if number.count():
        number.fill(value)
        number.blur()
    else:
        box.locator(f'input[value="{value}"]').check(force=True)  # lies unseen over its label
    if not person.script:
        return
    state = box.locator("[data-state]")
    if drop_link:
        state.filter(
            has_text=person.say("Not saved yet: no connection. It tries again by itself; keep this page open.")
        )
        person.page.wait_for_function("document.querySelector('.save-state.unsaved') !== null")
        person.context.set_offline(False)
    box.locator(".save-state.saved").wait_for()


def finish(person, worker, visit, answers) -> None:
    person.open(worker.url("inspection:visit-finish", code=visit.code))
    person.look("finish")
    button(person, "Finish")
    person.look("report")


def test_from_plan_to_proof(arrive, district_officer, in_charge, centre, tmp_path):
    checklist()
    PriceItemFactory(code="EQ01", name_hi="बी.पी. मशीन", unit_cost=Decimal("2200.00"))
    desk = arrive(district_officer, DESK)
    first = plan(desk, district_officer, centre, "जाड़े का दौर")
    phone = arrive(district_officer, PHONE)
    inspect(phone, district_officer, first, ANSWERS, drop_link=True)
    finish(phone, district_officer, first, ANSWERS)
    phone.sees("83.3")
    leave(phone)

    gap = Gap.objects.get()
    assert (gap.item_code, gap.missing, gap.state) == ("EQ01", 2, "open")
    propose(desk, district_officer, gap)
    read_letter(desk, district_officer, tmp_path)
    decide(desk, district_officer)
    leave(desk)
    assert Gap.objects.get().state == "approved"

    chief = arrive(in_charge, PHONE)
    receive(chief, in_charge, gap)
    leave(chief)
    assert Gap.objects.get().state == "received"

    plain = arrive(district_officer, PHONE, script=False)
    second = plan(plain, district_officer, centre, "दूसरा दौर")
    everything = {**ANSWERS, "EQ01": "3"}
    inspect(plain, district_officer, second, everything, drop_link=False)
    finish(plain, district_officer, second, everything)
    plain.sees("100.0")
    leave(plain)
    assert (Gap.objects.get().state, Gap.objects.get().verified_in) == ("verified", second)


def propose(person, worker, gap) -> None:
    person.open(worker.url("gap:list"))
    person.look("gaps")
    person.open(worker.url("proposal:new"))
    person.look("choose")
    button(person, "Write the proposal")
    person.sees(person.say("Choose at least one gap."))
    person.page.fill("[name=title]", "बी.पी. मशीन के लिए राशि")
    person.page.check(f"[value='{gap.code}']")
    button(person, "Write the proposal")
    person.look("proposal-draft")
    link(person, "Change")
    person.page.fill("[name=quantity]", "-2")
    button(person, "Save")
    person.sees(person.say("A quantity above 0 and up to 10,000."))
    person.page.fill("[name=quantity]", "2")
    person.page.fill("[name=unit_cost]", "9,99,99,999")
    button(person, "Save")
    person.sees(person.say("A cost above 0 and up to one crore for one unit."))
    person.look("line-absurd")
    person.page.fill("[name=unit_cost]", "2,200")
    button(person, "Save")
    link(person, "Send")
    person.look("send")
    person.page.locator("main form button.btn-primary").dblclick()
    person.page.wait_for_load_state()
    person.page.wait_for_url("**/proposals/*/")
    person.look("proposal-sent")


def read_letter(person, worker, folder) -> None:
    sent = Proposal.objects.get()
    assert sent.number.endswith("/0001")
    answer = person.context.request.get(person.town.url + worker.url("proposal:letter", code=sent.code))
    pages = PdfDocument(answer.body())
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    for expected in (sent.number, "4,400.00", "2,200.00", sent.seal[:4], "EQ01"):
        assert expected in words
    place = Path(os.environ.get("JOURNEY_SHOTS") or folder)
    for number, page in enumerate(pages, 1):
        image = page.render(scale=1).to_pil()
        image.save(place / f"letter-{number}.png")
        assert image.convert("L").getextrema()[0] < 80  # something is printed on it


def decide(person, worker) -> None:
    link(person, "What the State answered")
    person.look("decide")
    person.page.fill("[name=decision]", "SHSB/2026/1")
    person.page.fill("[name=on]", day(-3))
    button(person, "Keep the decision")
    person.sees(person.say("It cannot be decided before it was sent."))
    person.page.fill("[name=on]", day(0))
    button(person, "Keep the decision")
    person.look("decided")
    link(person, "Money came")
    person.page.fill("[name=amount]", "4,400")
    person.page.fill("[name=reference]", "UTR 7")
    button(person, "Save")
    person.look("paid")


def receive(person, worker, gap) -> None:
    person.open(worker.url("gap:own-list"))
    person.look("own-gaps")
    person.page.locator("main .rows a").first.click()
    person.page.wait_for_load_state()
    person.page.fill("[name=note]", "दो मशीनें आ गईं")
    person.page.set_input_files("[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    person.page.check("[name=has_come]")
    button(person, "Send the answer")
    person.look("own-gap-answered")
    person.sees("दो मशीनें आ गईं")
