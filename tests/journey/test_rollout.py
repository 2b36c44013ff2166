"""A district officer takes a centre live by keyboard, in Hindi: refused, signed, and there on the map."""

import pytest
from django.conf import settings
from django.test import Client

from centres.models import Centre, StageMove
from centres.permissions import Role
from tests.centres.factories import CentreFactory, DepartmentFactory, OfficeFactory, staff
from tests.centres.rollout import count, load, make_ready
from tests.centres.signing import sign_in
from tests.journey.person import Person
from tests.journey.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "यू.पी.एस. सोमवार को आएगा, तब तक इनवर्टर है"


@pytest.fixture
def trained(db):
    """Everything is there but a UPS that works."""
    load()
    centre = CentreFactory(
        code="UPHC-02", short_code="YRP", name_en="UPHC Yarpur", stage="trained",
        name_hi="शहरी प्राथमिक स्वास्थ्य केंद्र, यारपुर",
    )  # fmt: skip
    DepartmentFactory(centre=centre)
    somebody = staff(Role.IN_CHARGE, centre, name_en="Dr Farhat Jahan", name_hi="डॉ. फ़रहत जहाँ")
    make_ready(centre, somebody)
    count(centre, somebody, ups=(1, 0))
    return centre


@pytest.fixture
def officer(chromium, live_server, trained):
    """Signed in with the code from the phone, as the office's door leaves a session."""
    client = Client()
    sign_in(client, Role.DISTRICT_OFFICER, OfficeFactory())
    person = Person(chromium, Town(live_server.url, trained), "hi")
    name = settings.SESSION_COOKIE_NAME
    person.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return person


def test_a_centre_goes_live_by_signature(officer, trained):
    officer.open("/c/CSO/network/rollout/")
    officer.look("rollout board")
    officer.tab_to(trained.name_hi)
    officer.go("Enter")
    officer.look("rollout of a centre")
    officer.go("F2")
    officer.look("next step")
    officer.go("Control+Enter")

    officer.sees("अभी तैयार नहीं: 1 बात बाकी है।")
    officer.look("refused")
    (refusal,) = officer.watch.errors  # the browser notes that the form was refused
    assert "409" in refusal
    officer.watch.errors.clear()
    assert Centre.objects.get(pk=trained.pk).stage == "trained"
    officer.fill("Reason", WHY)
    officer.tab_to("I sign that this centre goes live although points of the list are missing")
    officer.press("Space")
    officer.go("Control+Enter")

    officer.sees("नाम से मंज़ूरी पर चालू: तैयारी सूची पूरी नहीं थी।")
    officer.sees(WHY)
    officer.look("live by signature")
    officer.open("/c/CSO/network/rollout/map/")
    officer.look("map")
    officer.tab_to(f"{trained.name_hi} (UPHC-02): चालू")
    officer.go("Enter")
    officer.sees(WHY)
    move = StageMove.objects.get()
    assert (move.after, move.is_signed, [point["code"] for point in move.missing]) == ("live", True, ["UPS"])
    officer.done()
