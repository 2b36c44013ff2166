"""Bundles, the last prescription, what is used most, what is missing, and a draft that goes to a colleague."""

import json
from datetime import date

import pytest

from centres.models import AuditEvent
from opd import drafts, services
from opd.models import Bundle, Consultation, DiagnosisUse, UnmetNeed
from opd.selectors import kept, search
from tests import loaded
from tests.centres.factories import CentreFactory, HospitalFactory
from tests.centres.signing import Worker
from tests.labs.factories import load_catalogue
from tests.opd.consultation.page import press
from tests.opd.factories import PARACETAMOL, URI, VitalsFactory, a_draft
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(centre, english):
    loaded.opd_catalogue()
    return VisitFactory(centre=centre)


@pytest.fixture
def me(visit, centre):
    return Worker.at(centre, "doctor")


def draft_of(visit):
    return Consultation.objects.get(visit=visit).draft


def lines(**sections):
    return json.dumps(a_draft(**sections), ensure_ascii=False)


def keep(me, visit, name="Fever", whose="me", **sections):
    sections = sections or {"diagnoses": [URI], "medicines": [PARACETAMOL]}
    return press(me, visit, f"keep:{whose}", bundle=name, lines=lines(**sections), advice="खूब पानी पिएँ")


def test_a_bundle_is_made_from_what_was_written_and_put_into_the_next_draft(me, visit, centre):
    keep(me, visit)
    other = VisitFactory(centre=centre)
    press(me, other, "bundle", bundle="fev")

    written = draft_of(other)
    assert [row["code"] for row in written["diagnoses"]] == ["J06.9"]
    assert [(row["en"], row["dose"]) for row in written["medicines"]] == [("Paracetamol", "1-1-1")]
    assert written["advice"] == "खूब पानी पिएँ"
    assert written["complaints"] == []  # what one person complained of is in no bundle
    assert written["typing"]["bundle"] == ""
    assert Bundle.objects.get().uses == 1


def test_a_bundle_twice_changes_nothing_and_keeps_what_stood_there(me, visit, centre):
    keep(me, visit)
    press(me, visit, "bundle", bundle="fever")

    assert len(draft_of(visit)["medicines"]) == 1
    assert draft_of(visit)["advice"] == "खूब पानी पिएँ"


def test_the_same_name_is_replaced_and_a_colleague_has_another(me, visit, centre):
    keep(me, visit)
    keep(me, visit, diagnoses=[URI])
    keep(Worker.at(centre, "doctor"), visit)

    assert [len(row.content["medicines"]) for row in Bundle.objects.order_by("pk")] == [0, 1]


def test_one_s_own_bundles_and_the_centre_s_are_offered_and_nobody_else_s(me, visit, centre):
    colleague = Worker.at(centre, "doctor")
    keep(me, visit, "Mine")
    keep(colleague, visit, "Hers")
    keep(colleague, visit, "Ours", whose="centre")

    assert [row.name for row in kept.bundles(centre, me.user)] == ["Mine", "Ours"]
    assert kept.bundles(CentreFactory(), me.user) == []
    assert "Ours" in me.get("opd:suggest", {"q": "our"}, kind="bundle").content.decode()


def test_another_s_bundle_cannot_be_used_or_removed_by_its_number(me, visit, centre):
    keep(Worker.at(centre, "doctor"), visit, "Hers")
    key = Bundle.objects.get().pk
    other = VisitFactory(centre=centre)

    used = press(me, other, f"bundle:{key}")
    press(me, other, f"unkeep:{key}")

    assert f"There is no bundle “{key}”." in used.content.decode()
    assert draft_of(other)["medicines"] == []
    assert Bundle.objects.get().removed_at is None


def test_who_made_a_bundle_removes_it(me, visit):
    keep(me, visit)

    press(me, visit, f"unkeep:{Bundle.objects.get().pk}")

    assert kept.bundles(visit.centre, me.user) == []


@pytest.mark.parametrize(
    ("name", "sections", "words"),
    [
        ("", {"diagnoses": [URI]}, "Write a name for the bundle"),
        ("Empty", {"complaints": []}, "Write medicines, tests or advice first"),
    ],
)
def test_a_bundle_of_nothing_is_refused_and_nothing_typed_is_lost(me, visit, name, sections, words):
    answer = press(me, visit, "keep:me", bundle=name, lines=lines(**sections), history="typed")

    assert words in answer.content.decode()
    assert draft_of(visit)["history"] == "typed"
    assert not Bundle.objects.exists()


# --- the last prescription ----------------------------------------------------------------------------------------
def signed(visit, doctor, **sections):
    draft = a_draft(**(sections or {"diagnoses": [URI], "medicines": [PARACETAMOL]}))
    row = services.save_draft(visit, draft, version=0, by=doctor)
    return services.sign(visit, version=row.version, by=doctor)


def test_the_last_prescription_is_repeated_with_its_diagnosis(me, visit, centre):
    signed(VisitFactory(centre=CentreFactory(), patient=visit.patient), me.user)

    press(me, visit, "repeat")

    line = draft_of(visit)["medicines"][0]
    assert (line["code"], line["dose"], line["days"], line["food"]) == ("MED0001", "1-1-1", 5, "PC")
    assert draft_of(visit)["diagnoses"][0]["code"] == "J06.9"


def test_nothing_copies_the_prescription_of_another_person(me, visit, centre):
    """By design: "repeat" has no argument, so a family member's visit cannot be named in any way."""
    family = VisitFactory(centre=centre, patient=PatientFactory(phone=visit.patient.phone))
    signed(family, me.user)

    for word in (family.code, family.number, family.patient.uhid, str(family.pk)):
        answer = press(me, visit, f"repeat:{word}", family=family.code, patient=family.patient.uhid)

    assert "This patient has no earlier prescription." in answer.content.decode()
    assert draft_of(visit)["medicines"] == []


# --- what is used most --------------------------------------------------------------------------------------------
def test_what_this_doctor_signs_most_comes_first(me, visit, centre):
    flu = {"code": "J11.1", "en": "x", "hi": "x", "certainty": "provisional"}
    before = [row.code for row in search.diagnoses("in")]
    for _time in range(8):
        signed(VisitFactory(centre=centre), me.user, diagnoses=[flu])

    after = [row.code for row in search.diagnoses("in", use=kept.diagnosis_use(centre, me.user))]

    assert "J11.1" not in before[:1]
    assert after[0] == "J11.1"
    assert DiagnosisUse.objects.get(diagnosis__code="J11.1").uses == 8
    assert kept.diagnosis_use(CentreFactory(), me.user) == {}
    assert [row.code for row in kept.usual_diagnoses(centre, me.user)] == ["J11.1"]


def test_an_exact_code_still_comes_first(me, visit, centre):
    for _time in range(5):
        signed(VisitFactory(centre=centre), me.user)

    assert search.diagnoses("i10", use=kept.diagnosis_use(centre, me.user))[0].code == "I10"


# --- examination --------------------------------------------------------------------------------------------------
def test_normal_findings_come_with_one_press_and_changed_lines_stay(me, visit):
    press(me, visit, "examination:ALL", examination="Chest: crackles on the right")

    written = draft_of(visit)["examination"].split("\n")
    assert written[0] == "Chest: crackles on the right"
    assert [line.partition(":")[0] for line in written] == ["Chest", "General", "Heart", "Abdomen"]

    press(me, visit, "examination:HEART")

    assert "Heart" not in draft_of(visit)["examination"]


# --- what is missing ----------------------------------------------------------------------------------------------
def test_what_is_missing_is_counted_once_a_visit_and_read_by_who_is_in_charge(me, visit, centre):
    load_catalogue(centre)
    refused = press(me, visit, "test", test="MRI brain").content.decode()
    for _time in range(2):
        press(me, visit, "unmet:test", test="MRI brain")
    press(me, visit, "unmet:medicine", medicine="insulin glargine 10 od 30d")

    assert 'value="unmet:test"' in refused
    assert sorted((row.kind, row.name) for row in UnmetNeed.objects.all()) == [
        ("medicine", "insulin glargine"), ("test", "MRI brain"),
    ]  # fmt: skip
    shown = Worker.at(centre, "in_charge").get("opd:unmet").content.decode()
    assert "MRI brain" in shown
    assert "insulin glargine" in shown
    assert visit.patient.name not in shown
    assert "MRI brain" not in Worker.at(CentreFactory(), "in_charge").get("opd:unmet").content.decode()
    assert AuditEvent.objects.filter(action="need.unmet").count() == 2


# --- a child ------------------------------------------------------------------------------------------------------
def test_the_dose_for_the_weight_is_shown_with_its_source_before_it_is_taken(me, centre, visit):
    child = VisitFactory(centre=centre, patient=PatientFactory(birth_date=date(2025, 9, 1)))
    VitalsFactory(visit=child, weight="9.5")

    shown = press(me, child, "medicine", medicine="pcm 120 syp 3d")
    assert "PARACETAMOL 120 mg/5 mL for 9.5 kg: 5.5 ml Q6H (15 mg/kg each time)" in shown.content.decode()
    assert "not reviewed" in shown.content.decode()
    assert draft_of(child)["medicines"] == []

    press(me, child, "medicine", medicine=draft_of(child)["typing"]["medicine"], dose=draft_of(child)["typing"]["dose"])
    assert [(row["dose"], row["days"]) for row in draft_of(child)["medicines"]] == [("5.5 ml q6h", 3)]


def test_without_javascript_a_line_can_be_looked_at_before_it_is_taken(me, visit):
    shown = press(me, visit, "check", medicine="pcm 500 1-0-1 5d pc")

    assert "= PARACETAMOL 500 mg: morning 1, night 1 tablet — after food, for 5 days" in shown.content.decode()
    assert draft_of(visit)["medicines"] == []


# --- a colleague --------------------------------------------------------------------------------------------------
def test_a_draft_goes_to_a_colleague_with_everything_in_it(me, visit, centre):
    colleague = Worker.at(centre, "doctor")

    press(me, visit, "hand-over", hand_to=colleague.user.pk, history="since Monday")

    row = Consultation.objects.get(visit=visit)
    assert (row.handed_to, row.handed_by, row.draft["history"]) == (colleague.user, me.user, "since Monday")
    shown = colleague.get("opd:consultation", code=visit.code).content.decode()
    assert f"handed this draft to {colleague.user.name}" in shown


@pytest.mark.parametrize("who", ["nurse", "elsewhere", "myself", "nobody"])
def test_a_draft_goes_only_to_a_doctor_of_this_centre(me, visit, centre, who):
    to = {
        "nurse": lambda: Worker.at(centre, "nurse").user.pk,
        "elsewhere": lambda: Worker.at(CentreFactory(), "doctor").user.pk,
        "myself": lambda: me.user.pk,
        "nobody": lambda: "x",
    }[who]()

    answer = press(me, visit, "hand-over", hand_to=to, history="kept")

    assert "Choose a doctor who works here today." in answer.content.decode()
    assert Consultation.objects.get(visit=visit).handed_to is None
    assert draft_of(visit)["history"] == "kept"


# --- the answer to an alert ---------------------------------------------------------------------------------------
HIGH = {**PARACETAMOL, "dose": "3 tds"}


def test_an_alert_asks_once_and_the_answer_is_recorded(me, visit):
    shown = press(me, visit, "save", lines=lines(medicines=[HIGH]))
    page = me.get("opd:consultation", code=visit.code)
    alert = page.context["alerts"][0]
    assert (shown.status_code, alert.words) == (302, "1500 mg at once; stated: at most 1000 mg.")

    press(me, visit, f"answer:{alert.code}")
    asked = me.get("opd:consultation-sign", code=visit.code)

    assert not [name for name in asked.context["form"].fields if name.startswith("alert")]
    me.post("opd:consultation-sign", {"version": asked.context["form"].initial["version"]}, code=visit.code)
    event = AuditEvent.objects.get(action="consultation.signed")
    assert event.detail["given_in_spite_of_alert"] == [alert.code]


def test_an_emergency_signs_with_open_alerts_and_they_are_counted(me, visit, centre):
    refer = {"to": HospitalFactory().code, "reason": "chest pain", "urgency": "emergency", "department": ""}
    row = services.save_draft(visit, drafts.tidy({"medicines": [HIGH], "referral": refer}), version=0, by=me.user)

    me.post("opd:consultation-sign", {"version": row.version}, code=visit.code)

    assert Consultation.objects.get(visit=visit).signed_at
    assert AuditEvent.objects.get(action="consultation.signed").detail["unanswered_alerts"] == 1
