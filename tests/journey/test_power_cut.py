"""A power cut in Hindi: the pad is printed before it, its papers are scanned after it, and one of them is missing."""

import pytest
import zxingcpp
from django.utils import timezone

from registration import pad_numbers
from registration.models import PadSlip, Visit
from tests.journey import paper
from tests.journey.desk import PHONE, type_patient
from tests.journey.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCANNER = 8  # milliseconds between two characters


def scan(clerk: Person, text: str) -> None:
    with clerk.page.expect_navigation(wait_until="load"):
        clerk.page.keyboard.type(text, delay=SCANNER)
        clerk.page.keyboard.press("Enter")


def print_pad(clerk: Person) -> list[str]:
    """What the QRs of three new slips hold, read from the paper."""
    clerk.open(f"/c/{clerk.town.centre.code}/counter/")
    clerk.tab_to("Power-cut pads")
    clerk.go("Enter")
    clerk.look("pads-empty")
    clerk.tab_to("Print a pad")
    clerk.go("Enter")
    clerk.fill("For which counter or room", "काउंटर 1")
    clerk.fill("How many slips", "3")
    clerk.go("Control+Enter")
    clerk.look("pad-new")
    with clerk.papers() as caught:
        clerk.tab_to("Open the slips to print")
        clerk.press("Enter")
    assert "OPD slip, power cut" in paper.text_of(caught[0])
    return [code.text for page in paper.pages_of(caught[0]) for code in zxingcpp.read_barcodes(page)]


def say_when(clerk: Person) -> None:
    clerk.fill("Time on the paper", f"{timezone.localtime():%H:%M}")
    clerk.tab_to("Seen by the doctor already?")
    clerk.press("Space")


def test_a_morning_without_power(chromium, town):
    town.speak("hi")
    clerk = Person(chromium, town, "hi")
    clerk.sign_in("clerk")
    first, _torn, third = print_pad(clerk)

    clerk.open(f"/c/{town.centre.code}/counter/")
    scan(clerk, first)
    clerk.look("pad-slip")
    clerk.go("F2")
    say_when(clerk)
    type_patient(clerk)
    clerk.look("pad-slip-new")
    clerk.go("Control+Enter")
    clerk.look("pad-slip-entered")
    scan(clerk, third)
    clerk.type(PHONE)
    clerk.go("Enter")
    clerk.go("Enter")  # the one person of this phone has the focus
    say_when(clerk)
    clerk.go("Control+Enter")
    clerk.sees("काग़ज़ उसी बार का है")  # the same person, the same morning
    clerk.look("pad-slip-again")
    clerk.watch.errors = [one for one in clerk.watch.errors if "409" not in one]  # the answer just seen
    clerk.tab_to("The paper belongs to that visit")
    clerk.go("Enter")

    visit = Visit.objects.get()
    assert (visit.source, visit.status) == ("downtime", "done")
    one, two, three = PadSlip.objects.order_by("place")
    assert (one.visit, two.visit, three.visit) == (visit, None, visit)
    clerk.open(f"/c/{town.centre.code}/counter/pads/1/")
    clerk.look("pad-account")
    clerk.sees(pad_numbers.show(two.serial))
    scan(clerk, first)  # from now on it opens its person
    clerk.sees("Sunita Devi")
    clerk.done()
