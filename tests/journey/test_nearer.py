"""The desk of a big hospital: warning signs first, a token at the health centre, its slip printed here."""

from datetime import time

import pytest
from django.utils import timezone

from centres.models import SignIn
from opd.models import Redirection
from tests.centres.factories import PASSWORD, HospitalFactory, SessionFactory, staff
from tests.journey import desk
from tests.journey import paper as paper_reader
from tests.journey.person import PHONE, Person
from tests.journey.phone import open_slip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STOPPED = "Nobody with such a sign is sent away. Take the person to the emergency room, or give a token here."
WAYS = [("hi", True), ("hi", False), ("en", True)]


@pytest.fixture
def open_town(town):
    """Open at whatever hour this runs, with a doctor at work."""
    now = timezone.now()
    day = timezone.localdate(now).weekday()
    town.centre.sessions.filter(weekday=day).delete()
    SessionFactory(centre=town.centre, weekday=day, starts_at=time(0), ends_at=time(23, 59))
    type(town.centre).objects.filter(pk=town.centre.pk).update(stage="live")
    SignIn.objects.create(
        user=town.people["doctor"], session_key="at-work", method="password", started_at=now, seen_at=now
    )
    return town


@pytest.mark.parametrize(("language", "script"), WAYS, ids=["Hindi", "Hindi-plain", "English"])
def test_a_token_nearer_home(chromium, open_town, language, script):
    town = open_town
    town.speak(language)
    hospital = HospitalFactory(name_en="Patna Hospital", name_hi="पटना अस्पताल")
    made = {"username": "desk", "name_en": "Sunil Das", "name_hi": "सुनील दास", "language": language}
    staff("clerk", hospital, password=PASSWORD, **made)
    clerk = Person(chromium, town, language, script=script)
    clerk.sign_in("desk")
    clerk.look("home-desk")
    clerk.tab_to("Treated nearer home?")
    clerk.go("Enter")
    clerk.look("nearer")

    asked(clerk, "At least one")
    clerk.sees(clerk.say(STOPPED))
    clerk.look("nearer-stopped")
    asked(clerk, "None of these")
    clerk.look("nearer-choices")
    clerk.go("F8" if script else "Enter")  # the first has the focus
    clerk.look("nearer-person")
    newcomer(clerk)
    clerk.look("nearer-token")
    paper = desk.print_slip(clerk)
    clerk.done()

    assert list(Redirection.objects.order_by("asked_at").values_list("outcome", flat=True)) == ["red_flag", "sent"]
    patient = Person(chromium, town, language, script=script, size=PHONE)
    open_slip(patient, paper_reader.address_on(paper))
    patient.sees("Sunita Devi")
    patient.done()


def asked(clerk: Person, words: str) -> None:
    clerk.tab_to("Any of these signs?")
    clerk.press("Space")
    if words == "At least one":
        clerk.press("ArrowRight")
    clerk.tab_to("What does the person come with?", box=True)
    clerk.press("ArrowDown")
    clerk.tab_to("Look for a centre")
    clerk.go("Enter")


def newcomer(clerk: Person) -> None:
    clerk.tab_to("Full name", box=True)
    clerk.type(desk.PATIENT)
    clerk.fill("Birth date or age", "46y")
    clerk.tab_to("Sex")
    clerk.press("Space")
    clerk.fill("Mobile", desk.PHONE)
    clerk.fill("Mohalla or street", "Yarpur Road")
    clerk.tab_to("Notice read out, person agrees")
    clerk.press("Space")
    clerk.tab_to("Give the token")
    clerk.go("Enter")
