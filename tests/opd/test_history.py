"""Earlier visits from every centre, allergies, referrals at both ends, suggestions and the reference lists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from opd import catalogue
from opd.models import ConsultationDiagnosis, PrescriptionItem, Referral
from tests.centres.factories import CentreFactory, HospitalFactory
from tests.centres.signing import Worker
from tests.labs.factories import load_catalogue
from tests.opd.factories import AllergyFactory, ConsultationFactory, ProblemFactory, ReferralFactory
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre)


def seen_elsewhere(patient, words="Malaria", medicine="Chloroquine"):
    then = timezone.now() - timedelta(days=30)
    there = CentreFactory(name_en="UPHC Kadamkuan")
    before = VisitFactory(patient=patient, centre=there, registered_at=then)
    consultation = ConsultationFactory(visit=before)
    ConsultationDiagnosis.objects.create(consultation=consultation, code="B54", name_en=words, name_hi=words)
    PrescriptionItem.objects.create(
        consultation=consultation, name_en=medicine, dose="1-0-1", words_en="x", words_hi="x"
    )
    type(consultation).objects.filter(pk=consultation.pk).update(
        signed_at=then, signed_by=consultation.started_by, draft={}
    )
    return before


def test_the_history_tells_of_every_centre(doctor, visit):
    seen_elsewhere(visit.patient)

    shown = doctor.get("opd:history", code=visit.code).content.decode()

    assert "UPHC Kadamkuan" in shown
    assert "Malaria" in shown
    assert "Chloroquine" in shown


def test_opening_it_is_written_down(nurse, visit):
    nurse.get("opd:history", code=visit.code)

    event = AuditEvent.objects.get(action="record.opened")
    assert (event.patient_key, event.by, event.detail) == (visit.patient.pk, nurse.user, {"page": "history"})


def test_a_word_keeps_the_visits_that_have_it_and_stays_out_of_the_address(doctor, visit):
    seen_elsewhere(visit.patient)
    seen_elsewhere(visit.patient, "Scabies", "Permethrin")

    answer = doctor.post("opd:history", {"find": "permeth"}, code=visit.code)

    shown = answer.content.decode()
    assert "Scabies" in shown
    assert "Malaria" not in shown


def test_a_first_visit_has_an_honest_empty_page(doctor, visit):
    seen = doctor.post("opd:history", {"find": "nothing like it"}, code=visit.code)

    assert "No visit has this word." in seen.content.decode()


@pytest.mark.parametrize("visits", [0, 5])
def test_it_costs_the_same_however_long(doctor, visit, visits, django_assert_num_queries):
    for _each in range(visits):
        seen_elsewhere(visit.patient)
    doctor.get("opd:history", code=visit.code)

    with django_assert_num_queries(11):
        doctor.get("opd:history", code=visit.code)


def test_an_allergy_is_noted_and_taken_off_on_the_page(doctor, visit):
    back = doctor.url("opd:history", code=visit.code)

    doctor.post("opd:allergies", {"do": "add", "substance": "Sulfa", "back": back}, code=visit.code)
    row = visit.patient.allergies.get()
    assert "Allergy: Sulfa" in doctor.client.get(back).content.decode()
    refused = doctor.post("opd:allergies", {"do": f"remove:{row.pk}", "back": back}, code=visit.code)
    assert "Say why" in doctor.client.get(refused.url).content.decode()
    doctor.post("opd:allergies", {"do": f"remove:{row.pk}", "remove_reason": "wrong person"}, code=visit.code)

    row.refresh_from_db()
    assert row.remove_reason == "wrong person"


def test_another_persons_allergy_or_problem_is_not_there(doctor, visit):
    others = [f"remove:{AllergyFactory().pk}", f"resolve:{ProblemFactory().pk}"]

    answers = [doctor.post("opd:allergies", {"do": do, "remove_reason": "x"}, code=visit.code) for do in others]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_way_back_is_only_ever_one_of_our_pages(doctor, visit):
    answer = doctor.post(
        "opd:allergies", {"do": "add", "substance": "Iron", "back": "https://evil.example/"}, code=visit.code
    )

    assert answer.url == doctor.url("opd:history", code=visit.code)


# --- referrals ---------------------------------------------------------------------------------------------------
@pytest.fixture
def hospital():
    return HospitalFactory(name_en="Guru Gobind Singh Hospital")


@pytest.fixture
def referral(visit, hospital):
    return ReferralFactory(visit=visit, to_centre=hospital)


def test_a_referral_is_seen_from_both_ends_and_comes_back(referral, doctor, hospital):
    there = Worker.at(hospital, "doctor")
    code = {"code": referral.visit.code}
    assert "Guru Gobind Singh Hospital" in doctor.get("opd:referrals").content.decode()
    assert referral.visit.patient.name in there.get("opd:referrals").content.decode()

    there.post("opd:referral-step", {"do": "arrived"}, **code)
    there.post("opd:referral-step", {"do": "seen"}, **code)
    there.post("opd:referral-step", {"do": "back", "back_note": "Wound healed, go on."}, **code)

    referral.refresh_from_db()
    assert referral.status == Referral.Status.BACK
    assert "Wound healed, go on." in doctor.get("opd:referrals").content.decode()


def test_an_empty_note_is_refused_and_a_third_centre_sees_nothing(referral, hospital):
    there, third = Worker.at(hospital, "doctor"), Worker.at(HospitalFactory(), "doctor")

    refused = there.post("opd:referral-step", {"do": "back", "back_note": " "}, code=referral.visit.code)

    assert refused.status_code == 422
    assert third.get("opd:referral-step", code=referral.visit.code).status_code == 404
    assert "No centre has sent anybody here." in third.get("opd:referrals").content.decode()


# --- suggestions and lists ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("complaint", "buk", "fever"),
        ("complaint", "खाँ", "cough"),
        ("diagnosis", "I10", "Essential hypertension"),
        ("diagnosis", "उच्च", "Essential hypertension"),
        ("medicine", "amox", "AMOXICILLIN"),
        ("medicine", "pcm 500 1-0-1 5d", "morning 1, night 1 tablet — for 5 days"),
        ("medicine", "pcm 500 1-0-1 900d", "Days can be from 1 to 365."),
        ("medicine", "zzzz", "not on the list"),
        ("test", "haemo", "Haemoglobin"),
        ("test", "zzzz", "neither does nor sends"),
    ],
)
def test_suggestions_come_while_one_types(doctor, centre, kind, typed, shown):
    catalogue.load()
    load_catalogue(centre)

    assert shown in doctor.get("opd:suggest", {"q": typed}, kind=kind).content.decode()


@pytest.mark.parametrize("typed", ["", " ", "%", "'; DROP", "<script>", "\x00", "क" * 500])
@pytest.mark.parametrize("kind", ["complaint", "diagnosis", "medicine", "test"])
def test_no_typing_breaks_the_suggestions(doctor, kind, typed):
    catalogue.load()

    answer = doctor.get("opd:suggest", {"q": typed}, kind=kind)

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_an_unknown_kind_of_suggestion_is_not_there(doctor):
    assert doctor.get("opd:suggest", {"q": "x"}, kind="patients").status_code == 404


@pytest.mark.parametrize(
    ("name", "row"),
    [("medicines", "Paracetamol"), ("diagnoses", "Scabies"), ("complaints", "fever"), ("phrases", "Take rest"),
     ("ranges", "systolic BP"), ("doses", "paracetamol"), ("desk", "IMNCI"), ("unheard", "Paracetamol")],
)  # fmt: skip
@pytest.mark.parametrize("role", ["nurse", "pharmacist", "administrator", "district_officer"])
def test_the_lists_name_their_source_and_say_that_nobody_reviewed_them(request, role, name, row):
    """Also to those who administer them."""
    catalogue.load()
    worker = request.getfixturevalue(role)

    shown = worker.get("opd:reference", {"list": name}).content.decode()

    assert row in shown
    assert "Not reviewed by a clinician" in shown
    assert worker.url("opd:reference") in worker.client.get(worker.url("centre-home")).content.decode()
