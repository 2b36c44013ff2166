"""The consultation through the browser: with and without JavaScript, alone and together."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from centres.models import AuditEvent
from centres.services import pins
from opd import catalogue
from opd.models import Consultation
from registration.models import PatientAccess, Visit
from tests.centres.signing import Worker
from tests.labs.factories import load_catalogue
from tests.opd.factories import AllergyFactory, ProblemFactory, VitalsFactory
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db
FETCH = {"X-Requested-With": "fetch"}
HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}<script>alert(1)</script>'


@pytest.fixture
def visit(centre, english):
    catalogue.load()
    return VisitFactory(
        centre=centre,
        status=Visit.Status.CALLED,
        called_at="2026-11-23T04:00Z",
        called_by=Worker.at(centre, "doctor").user,
    )


@pytest.fixture
def me(visit, centre):
    return Worker.at(centre, "doctor")


def page(worker, visit):
    return worker.get("opd:consultation", code=visit.code)


def fields(response):
    """What the browser would send of the page as it stands."""
    context = response.context
    draft = context["draft"]
    boxes = {name: draft[name] for name in ("history", "examination", "advice", "follow_up", "follow_up_note")}
    return {**boxes, "version": context["version"], "page": context["page_key"], "lines": context["lines"]}


def press(worker, visit, do, *, on=None, fetch=False, **typed):
    """Type into the boxes of the page as it stands and press a button."""
    on = on or page(worker, visit)
    data = {**fields(on), "do": do, **typed}
    return worker.client.post(worker.url("opd:consultation", code=visit.code), data, headers=FETCH if fetch else None)


def draft(visit):
    return Consultation.objects.get(visit=visit).draft


# --- writing without JavaScript -----------------------------------------------------------------------------------
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


# --- saving as one types ------------------------------------------------------------------------------------------
def test_a_save_in_the_background_answers_with_its_version_and_time(me, visit):
    answer = press(me, visit, "save", fetch=True, history="half a senten", number="1")

    saved = Consultation.objects.get()
    assert answer.json() == {"version": 1, "saved": answer.json()["saved"]}
    assert saved.draft["history"] == "half a senten"


def test_a_button_pressed_in_the_background_answers_with_the_paper(me, visit):
    answer = press(me, visit, "complaint:CC001", fetch=True, number="1")

    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "fever" in answer.content.decode()


def test_what_stands_in_an_entry_box_is_saved_too(me, visit):
    press(me, visit, "save", fetch=True, medicine="amox 50", number="1")

    assert 'value="amox 50"' in page(me, visit).content.decode()


def test_the_last_words_before_signing_are_kept_when_the_page_is_posted_whole(me, visit):
    """Earlier saves of the same page had numbers; a page posted without JavaScript, or after going back, has none."""
    mine = page(me, visit)
    for number in ("1", "2"):
        press(me, visit, "save", on=mine, fetch=True, history="first", number=number)

    review = press(me, visit, "review", on=mine, history="first and last", number="0")

    assert review.url == me.url("opd:consultation-sign", code=visit.code)
    assert "first and last" in me.client.get(review.url).content.decode()
    assert draft(visit)["history"] == "first and last"


def test_a_save_that_its_successor_overtook_changes_nothing(me, visit):
    mine = page(me, visit)
    press(me, visit, "save", on=mine, fetch=True, history="newer", number="2")

    late = press(me, visit, "save", on=mine, fetch=True, history="older", number="1")

    assert late.status_code == 200
    assert draft(visit)["history"] == "newer"


# --- two doctors --------------------------------------------------------------------------------------------------
def test_two_doctors_see_both_texts_and_choose(me, visit, centre):
    other = Worker.at(centre, "doctor")
    mine = page(me, visit)
    press(other, visit, "save", history="from the other", examination="chest clear")

    conflict = press(me, visit, "save", on=mine, history="from me", advice="rest")

    assert conflict.status_code == 409
    shown = conflict.content.decode()
    assert shown.count("from the other") >= 1
    assert shown.count("from me") >= 1
    assert draft(visit)["history"] == "from the other"

    joined = me.post(
        "opd:consultation-merge",
        {
            "mine": conflict.context["mine"],
            "version": conflict.context["version"],
            "choose-history": "both",
            "choose-examination": "saved",
        },
        code=visit.code,
    )

    assert joined.status_code == 302
    kept = draft(visit)
    assert (kept["history"], kept["examination"], kept["advice"]) == ("from the other\nfrom me", "chest clear", "rest")


def test_a_background_save_into_a_changed_draft_is_a_conflict_and_writes_nothing(me, visit, centre):
    mine = page(me, visit)
    press(Worker.at(centre, "doctor"), visit, "save", history="theirs")

    answer = press(me, visit, "save", on=mine, fetch=True, history="mine", number="1")

    assert answer.status_code == 409
    assert draft(visit)["history"] == "theirs"


# --- signing ------------------------------------------------------------------------------------------------------
def test_the_doctor_reads_what_will_stand_on_the_slip_and_signs(me, visit):
    press(me, visit, "enter", complaint="fever 3d", diagnosis="J06.9", medicine="pcm 500 1-1-1 5d pc")
    review = press(me, visit, "review", follow_up="7d")
    assert review.url == me.url("opd:consultation-sign", code=visit.code)
    shown = me.client.get(review.url)
    assert "morning 1, noon 1, night 1 tablet — after food, for 5 days" in shown.content.decode()

    signed = me.post("opd:consultation-sign", {"version": shown.context["consultation"].version}, code=visit.code)

    assert signed.url == me.url("opd:consultation", code=visit.code)
    visit.refresh_from_db()
    assert visit.status == Visit.Status.DONE
    after = page(me, visit).content.decode()
    assert "signed by" in after
    assert "PARACETAMOL 500 mg · 15" in after


def test_the_same_signature_sent_twice_signs_once(me, visit):
    press(me, visit, "enter", complaint="fever 3d")
    shown = me.get("opd:consultation-sign", code=visit.code)
    key = shown.context["idem"]

    answers = [me.post("opd:consultation-sign", {"version": 1}, key=key, code=visit.code).url for _turn in range(2)]

    assert len(set(answers)) == 1
    assert AuditEvent.objects.filter(action="consultation.signed").count() == 1


def test_an_empty_consultation_is_refused_with_a_clear_sentence(me, visit):
    press(me, visit, "save", medicine="half")

    refused = me.post("opd:consultation-sign", {"version": 1}, code=visit.code)

    assert refused.status_code == 409
    assert "There is nothing to sign" in refused.content.decode()


def test_an_addendum_is_added_after_the_signature(me, visit):
    press(me, visit, "enter", complaint="fever 3d")
    me.post("opd:consultation-sign", {"version": 1}, code=visit.code)

    me.post("opd:addendum", {"text": "Platelets seen: fine."}, code=visit.code)

    assert "Platelets seen: fine." in page(me, visit).content.decode()


# --- leave to look ------------------------------------------------------------------------------------------------
def test_a_record_that_is_not_open_today_stays_closed_until_a_reason_is_given(me, visit):
    PatientAccess.objects.all().delete()

    closed = page(me, visit)
    assert closed.status_code == 403
    assert visit.patient.name not in closed.content.decode()

    me.post("opd:record-open", {"reason": "unconscious, brought by police"}, code=visit.code)

    assert page(me, visit).status_code == 200
    assert PatientAccess.objects.get().basis == "break_glass"


@pytest.mark.parametrize("role", ["clerk", "nurse", "lab_technician", "pharmacist"])
def test_only_doctors_write(visit, centre, role):
    worker = Worker.at(centre, role)

    assert page(worker, visit).status_code == 403


# --- bad input ----------------------------------------------------------------------------------------------------
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

    with django_assert_num_queries(23):
        page(me, visit)


def test_a_stranger_is_asked_to_sign_in(visit, me):
    answer = Client().get(me.url("opd:consultation", code=visit.code))

    assert answer.status_code == 302


def test_another_centres_visit_is_not_there(me):
    elsewhere = VisitFactory(patient=PatientFactory())

    assert page(me, elsewhere).status_code == 404


# --- absurd and hostile ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pcm 500 500-0-500 5d", "That is too much for one dose: at most 20."),
        ("pcm 500 1-0-1 -5d", None),
        ("pcm 500 1-0-1 999d", "Days can be from 1 to 365."),
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
