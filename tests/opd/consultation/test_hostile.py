"""Absurd and hostile input, strangers, and what the page costs."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from centres.services import pins
from opd.models import Consultation
from tests.opd.consultation.page import HOSTILE, draft, page, press
from tests.opd.factories import ProblemFactory, VitalsFactory
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "lines", ["", "null", "[]", "{", '{"complaints": 5, "medicines": [1, null], "tests": [{}]}', "[" * 3000]
)
def test_a_broken_page_never_breaks_the_server(me, visit, lines):
    answer = me.client.post(
        me.url("opd:consultation", code=visit.code),
        {"do": "drop:medicines:9", "lines": lines, "version": "x", "number": "-", "history": "kept"},
    )

    assert answer.status_code == 302
    assert draft(visit)["history"] == "kept"


def test_hostile_words_are_shown_and_do_nothing(me, visit):
    press(me, visit, "enter", complaint=HOSTILE, diagnosis="x")
    press(me, visit, "own-diagnosis", diagnosis=HOSTILE, history=HOSTILE, advice=HOSTILE)

    shown = page(me, visit).content.decode()

    assert "<img src=x" not in shown
    assert "<script>alert" not in shown
    assert "{{7*7}}" in shown


def test_the_lines_travel_as_data_and_not_as_markup(me, visit):
    press(me, visit, "enter", complaint=HOSTILE)

    assert json.loads(page(me, visit).context["lines"])["complaints"][0]["en"] == HOSTILE


@pytest.mark.parametrize("earlier", [0, 6])
def test_the_page_costs_the_same_however_long_the_story(me, visit, centre, earlier, django_assert_num_queries):
    for ago in range(1, earlier + 1):
        before = VisitFactory(
            centre=centre, patient=visit.patient, registered_at=visit.registered_at - timedelta(days=ago)
        )
        VitalsFactory(visit=before)
    ProblemFactory(patient=visit.patient)

    page(me, visit)  # reference content is kept in memory from here on

    with django_assert_num_queries(24):
        page(me, visit)


def test_a_stranger_is_asked_to_sign_in(visit, me):
    answer = Client().get(me.url("opd:consultation", code=visit.code))

    assert answer.status_code == 302


def test_another_centres_visit_is_not_there(me):
    elsewhere = VisitFactory(patient=PatientFactory())

    assert page(me, elsewhere).status_code == 404


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pcm 500 500-0-500 5d", "That is too much for one dose: at most 20."),
        ("pcm 500 1-0-1 -5d", None),
        ("pcm 500 20-20-20 365d", "That is too much for one day: at most 40."),
        ("pcm 500 1-0-1 999d", "Days can be from 1 to 365."),
        ("pcm 500 1-0-1 1000d", "Days can be from 1 to 365."),
        ("pcm 500 1-0-1 -5", "Days can be from 1 to 365."),
        ("pcm 500 1-0-1 -5d", "Days can be from 1 to 365."),
        ("pcm 500 1-0-1 0d", "Days can be from 1 to 365."),
        ("pcm 500 1-0-1 20 years", "Days can be from 1 to 365."),
        ("unobtainium 5 od 3d", "is not in the list of medicines."),
        (HOSTILE, "is not in the list of medicines."),
    ],
)
def test_an_absurd_line_is_refused_kindly_and_stays_in_its_box(me, visit, line, words):
    answer = press(me, visit, "medicine", medicine=line)

    assert draft(visit)["medicines"] == [] or words is None
    if words:
        assert words in answer.content.decode()
        assert draft(visit)["typing"]["medicine"] == line
    assert "<img src=x" not in answer.content.decode()


def test_a_follow_up_in_twenty_years_is_refused_at_the_signature(me, visit):
    press(me, visit, "save", history="x", follow_up="20 years")
    version = Consultation.objects.get(visit=visit).version

    answer = me.post("opd:consultation-sign", {"version": version}, code=visit.code)

    assert answer.status_code == 409
    assert Consultation.objects.get(visit=visit).signed_at is None


def test_a_pin_signs_where_the_centre_wants_it_and_wrong_ones_stay_counted(me, visit, centre):
    centre.sign_with_pin = True
    centre.save()
    press(me, visit, "save", history="x")
    version = Consultation.objects.get(visit=visit).version

    def sign(pin):
        return me.post("opd:consultation-sign", {"version": version, "pin": pin}, code=visit.code)

    assert "Set your PIN first" in sign("482915").content.decode()
    pins.set_pin(me.user, "482915", by=me.user)
    assert "This is not your PIN. Tries left: 4." in sign("111111").content.decode()
    me.user.refresh_from_db()
    assert me.user.pin_failures == 1
    assert Consultation.objects.get(visit=visit).signed_at is None

    assert sign("482915").status_code == 302
    assert Consultation.objects.get(visit=visit).signed_by == me.user
