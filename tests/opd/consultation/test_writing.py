"""Writing a consultation: complaints, diagnoses, medicines, tests, advice."""

import pytest

from centres.models import AuditEvent
from opd.models import Consultation
from tests.labs.factories import load_catalogue
from tests.opd.consultation.page import draft, page, press
from tests.opd.factories import AllergyFactory, ProblemFactory, VitalsFactory

pytestmark = pytest.mark.django_db


def test_the_page_shows_who_it_is_about_and_what_was_measured(me, visit):
    VitalsFactory(visit=visit, systolic=148, diastolic=92, temperature="101.2")
    AllergyFactory(patient=visit.patient, substance="Sulfa")
    ProblemFactory(patient=visit.patient)

    shown = page(me, visit).content.decode()

    assert visit.patient.name in shown
    assert "148/92 mmHg H" in shown
    assert "Allergy: Sulfa" in shown
    assert "Type 2 diabetes mellitus 2024" in shown


def test_opening_the_page_is_written_down_and_changes_nothing_else(me, visit):
    page(me, visit)

    assert AuditEvent.objects.filter(action="record.opened", patient_key=visit.patient.pk, by=me.user).count() == 1
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("fever 3d", {"code": "CC001", "en": "fever", "hi": "बुखार", "for": "3 दिन"}),
        ("बुखार 3 दिन", {"code": "CC001", "en": "fever", "hi": "बुखार", "for": "3 दिन"}),
        ("khansi 2 हफ्ते से", {"code": "CC019", "en": "cough", "hi": "खांसी", "for": "2 हफ्ते"}),
        ("पेट में गुड़गुड़", {"code": "", "en": "पेट में गुड़गुड़", "hi": "पेट में गुड़गुड़", "for": ""}),
    ],
)
def test_a_complaint_is_typed_in_either_script(me, visit, typed, line):
    answer = press(me, visit, "enter", complaint=typed)

    assert answer.status_code == 302
    assert draft(visit)["complaints"] == [line]


def test_a_chip_adds_a_common_complaint_and_its_cross_takes_it_away(me, visit):
    press(me, visit, "complaint:CC019")
    press(me, visit, "complaint:CC001", complaint="2d")
    assert [line["en"] for line in draft(visit)["complaints"]] == ["cough", "fever"]

    press(me, visit, "drop:complaints:0")

    assert [line["for"] for line in draft(visit)["complaints"]] == ["2 दिन"]


@pytest.mark.parametrize(
    ("typed", "code"), [("J06.9", "J06.9"), ("htn", "I10"), ("दाद", "B35.4"), ("scabies", "B86"), ("sugar", "E11.9")]
)
def test_a_diagnosis_is_found_by_code_name_hindi_or_short_name(me, visit, typed, code):
    press(me, visit, "enter", diagnosis=typed)

    assert [line["code"] for line in draft(visit)["diagnoses"]] == [code]


def test_a_diagnosis_that_may_be_several_is_asked_and_then_taken(me, visit):
    asked = press(me, visit, "enter", diagnosis="dengue")
    assert asked.status_code == 422
    assert {row.code for row in asked.context["entered"].choices} == {"A97.0", "A97.1", "A97.2"}

    press(me, visit, "diagnosis:A97.1", diagnosis="dengue")

    assert draft(visit)["diagnoses"][0]["code"] == "A97.1"
    assert draft(visit)["typing"]["diagnosis"] == ""


def test_a_diagnosis_nobody_listed_is_kept_in_the_doctors_words(me, visit):
    press(me, visit, "enter", diagnosis="Housemaid knee of the left")

    assert draft(visit)["diagnoses"] == [
        {"code": "", "en": "Housemaid knee of the left", "hi": "Housemaid knee of the left", "certainty": "provisional"}
    ]


def test_a_whole_prescription_line_is_understood(me, visit):
    press(me, visit, "enter", medicine="pcm 500 1-0-1 5d pc")

    line = draft(visit)["medicines"][0]
    assert (line["code"], line["dose"], line["food"], line["days"]) == ("MED0001", "1-0-1", "PC", 5)
    shown = page(me, visit).content.decode()
    assert "morning 1, night 1 tablet — after food, for 5 days" in shown
    assert 'placeholder="10"' in shown


@pytest.mark.parametrize(
    ("typed", "name", "strength"),
    [
        ("amox 500 1-1-1 5d", "Amoxicillin", "500 mg"),
        ("amox 125 syp 5ml tds 7d", "Amoxicillin", "125 mg/5 mL"),
        ("ORS sos", "Oral rehydration salts (ORS)", ""),
        ("पैरासिटामोल 650 1-0-1 3d", "Paracetamol", "650 mg"),
        ("septran 800 bd 5d", "Co-trimoxazole (Sulphamethoxazole + Trimethoprim)", "800 mg + 160 mg"),
    ],
)
def test_a_medicine_is_found_by_part_short_name_or_hindi(me, visit, typed, name, strength):
    press(me, visit, "enter", medicine=typed)

    line = draft(visit)["medicines"][0]
    assert (line["en"], line["strength"]) == (name, strength)


def test_a_medicine_of_several_strengths_is_asked_with_everything_kept(me, visit):
    asked = press(me, visit, "medicine", medicine="pcm 1-0-1 5d", history="since Monday")
    assert asked.status_code == 422
    assert 'value="pcm 1-0-1 5d"' in asked.content.decode()
    assert {row.strength for row in asked.context["entered"].choices} == {"500 mg", "650 mg"}

    press(me, visit, "medicine:MED0002", on=asked, medicine="pcm 1-0-1 5d")

    assert (draft(visit)["medicines"][0]["strength"], draft(visit)["history"]) == ("650 mg", "since Monday")


def test_the_boxes_beside_the_medicine_say_the_same(me, visit):
    press(me, visit, "medicine", medicine="cetirizine 10", dose="0-0-1", food="", days="5", note="if itching")

    line = draft(visit)["medicines"][0]
    assert (line["en"], line["dose"], line["days"], line["note"]) == ("Cetirizine", "0-0-1", 5, "if itching")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("pcm 500", "Write the dose of Paracetamol"),
        ("pcm 500 50-0-50 5d", "too much"),
        ("pcm 500 1-0-1 999d", "1 to 365"),
        ("amox 125 syp 1 tds 5d", "Write ml for a liquid"),
        ("unobtainium 5 od", "not in the list of medicines"),
    ],
)
def test_a_line_that_cannot_stand_is_refused_kindly_and_stays_in_its_box(me, visit, typed, problem):
    refused = press(me, visit, "enter", medicine=typed)

    assert refused.status_code == 422
    assert problem in refused.content.decode()
    assert draft(visit)["typing"]["medicine"] == typed


def test_a_medicine_can_be_changed_removed_and_counted_by_hand(me, visit):
    press(me, visit, "enter", medicine="pcm 500 1-0-1 5d pc")
    press(me, visit, "save", **{"quantity-0": "8"})
    assert draft(visit)["medicines"][0]["quantity"] == "8"

    press(me, visit, "change:0")

    assert draft(visit)["medicines"] == []
    assert draft(visit)["typing"]["medicine"] == "paracetamol 500 1-0-1 5d pc"


def test_only_tests_of_this_centre_are_offered(me, visit, centre):
    load_catalogue(centre)

    press(me, visit, "enter", test="cbc, rbs")
    refused = press(me, visit, "enter", test="MRI brain")

    assert draft(visit)["tests"] == ["CBC", "RBS"]
    assert "not done or sent by this centre" in refused.content.decode()


def test_tests_are_sent_before_signing(me, visit, centre):
    load_catalogue(centre)
    press(me, visit, "enter", test="rbs")

    press(me, visit, "order")

    assert [order.test.code for order in visit.lab_orders.all()] == ["RBS"]
    assert draft(visit)["tests"] == []


def test_advice_phrases_and_the_follow_up_are_one_press(me, visit):
    press(me, visit, "advice:A03")
    press(me, visit, "advice:A02")
    press(me, visit, "follow:7d")

    assert draft(visit)["advice"] == "आराम करें\nखूब पानी/ओ.आर.एस. पिएं"
    assert page(me, visit).context["follow_up_day"].toordinal() - visit.visit_on.toordinal() == 7


def test_an_allergy_asks_once_and_does_not_forbid(me, visit):
    AllergyFactory(patient=visit.patient, substance="Sulfa")
    press(me, visit, "enter", medicine="septran 800 bd 5d", complaint="fever 3d")

    sign = me.get("opd:consultation-sign", code=visit.code)
    assert "the patient is noted as allergic to Sulfa" in sign.content.decode()
    refused = me.post("opd:consultation-sign", {"version": sign.context["consultation"].version}, code=visit.code)
    assert refused.status_code == 422
    signed = me.post(
        "opd:consultation-sign", {"version": sign.context["consultation"].version, "alert_0": "on"}, code=visit.code
    )

    assert signed.status_code == 302
    assert Consultation.objects.get().prescription.get().name_en.startswith("Co-trimoxazole")
