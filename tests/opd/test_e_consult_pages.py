"""Online help on screen: both sides, both languages, who sees what, and what stands on the slip."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from centres import once
from opd import care, drafts, services
from opd.models import Consultation, EConsult, Referral, SpecialistPool
from opd.slip import content
from opd.slip.content import Audience
from registration.models import PatientAccess
from tests.centres.factories import HospitalFactory, staff
from tests.centres.signing import Worker
from tests.opd.factories import (
    PARACETAMOL,
    URI,
    AllergyFactory,
    CareLevelFactory,
    ConsultationFactory,
    EConsultFactory,
    MedicineFactory,
    PoolFactory,
    a_draft,
    member,
)
from tests.opd.photos import a_photo
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
QUESTION = "Rash for two weeks, permethrin twice, no better. What next?"


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre)


@pytest.fixture
def pool():
    return PoolFactory(name_en="Skin", name_hi="चर्म रोग")


@pytest.fixture
def specialist(pool):
    worker = Worker.at(pool.centre, "doctor")
    member(pool, worker.user)
    return worker


@pytest.fixture
def asked(visit, pool, specialist, doctor):
    return services.send_question(visit, by=doctor.user, pool=pool, question=QUESTION)


def answered(row, specialist, advice="Wash with plain water", medicines=(), at_once=False):
    draft = drafts.tidy({"advice": advice, "medicines": list(medicines)})
    row = services.save_reply(row, draft, version=row.reply_version, by=specialist.user)
    return services.answer(row, version=row.reply_version, by=specialist.user, is_send_at_once=at_once)


# --- the treating doctor -----------------------------------------------------------------------------------------
def test_a_question_with_a_photo_goes_out_in_one_form(doctor, visit, pool, specialist):
    photo = SimpleUploadedFile("IMG_Sunita.jpg", a_photo(), "image/jpeg")
    typed = {"whom": str(pool.pk), "question": QUESTION, "picture": photo, "caption": "left arm", "do": "send"}

    page = doctor.post("opd:e-consult-ask", typed, code=visit.code)

    assert page.url == doctor.url("opd:consultation", code=visit.code)
    row = EConsult.objects.get()
    assert (row.status, row.pictures.get().caption) == ("waiting", "left arm")


def test_what_is_typed_is_kept_without_being_sent(doctor, visit):
    typed = {"idem": once.new_key(doctor.user), "do": "save", "question": "Ra", "whom": ""}
    address = doctor.url("opd:e-consult-ask", code=visit.code)
    answer = doctor.client.post(address, typed, headers={"X-Requested-With": "fetch"})

    assert set(answer.json()) == {"saved"}
    assert EConsult.objects.get().question == "Ra"
    assert "Ra</textarea>" in doctor.get("opd:e-consult-ask", code=visit.code).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"question": QUESTION}, "Choose whom to ask."),
        ({"question": "rash", "whom": "POOL"}, "Write the question: what you see, what you want to know."),
        ({"question": QUESTION, "whom": "999999"}, "Choose whom to ask."),
        ({"question": QUESTION, "whom": "POOL", "picture": b"%PDF-1.4"}, "This is no photo that can be read."),
    ],
)
def test_a_refusal_loses_nothing(doctor, visit, pool, specialist, typed, words):
    typed = {key: str(pool.pk) if value == "POOL" else value for key, value in typed.items()}
    if "picture" in typed:
        typed["picture"] = SimpleUploadedFile("x.pdf", typed["picture"])
    page = doctor.post("opd:e-consult-ask", {**typed, "do": "send"}, code=visit.code)

    assert page.status_code == 409
    assert words in page.content.decode()
    assert f"{typed['question']}</textarea>" in page.content.decode()
    assert EConsult.objects.get().status == "draft"


def test_five_pictures_are_one_too_many(doctor, visit):
    row = services.save_question(visit, by=doctor.user)
    for _fifth in range(4):
        services.add_picture(row, a_photo(), "", by=doctor.user)
    photo = SimpleUploadedFile("a.jpg", a_photo())

    page = doctor.post("opd:e-consult-ask", {"do": "picture", "picture": photo}, code=visit.code)

    assert "At most 4 pictures go with a question." in page.content.decode()


def test_a_picture_is_taken_off_before_it_is_sent_only(doctor, visit, pool, specialist):
    row = services.save_question(visit, by=doctor.user)
    picture = services.add_picture(row, a_photo(), "", by=doctor.user)
    doctor.post("opd:e-consult-ask", {"do": f"drop:{picture.code}"}, code=visit.code)

    assert doctor.get("opd:e-picture", code=row.code, picture=picture.code).status_code == 404


def test_one_key_takes_the_answer_into_the_draft(doctor, visit, asked, specialist):
    MedicineFactory()
    answered(asked, specialist, medicines=[PARACETAMOL])
    page = doctor.get("opd:e-consult", code=asked.code).content.decode()
    assert "Take over into the draft" in page
    assert "Wash with plain water" in page

    done = doctor.post("opd:e-consult", {"do": "accept", "advice": "on", "line_0": "on"}, code=asked.code)

    assert done.url == doctor.url("opd:consultation", code=visit.code)
    assert Consultation.objects.get().draft["medicines"][0]["en"] == "Paracetamol"


def test_a_signed_slip_asks_about_an_allergy_before_it_takes_the_medicine(doctor, visit, asked, specialist):
    MedicineFactory()
    AllergyFactory(patient=visit.patient, substance="Paracetamol")
    services.sign(visit, version=ConsultationFactory(visit=visit).version, by=doctor.user)
    answered(asked, specialist, medicines=[PARACETAMOL])
    typed = {"do": "accept", "advice": "on", "line_0": "on"}

    refused = doctor.post("opd:e-consult", typed, code=asked.code)
    assert refused.status_code == 422
    assert "the patient is noted as allergic to Paracetamol. Give it all the same" in refused.content.decode()

    doctor.post("opd:e-consult", {**typed, "alert_0": "on"}, code=asked.code)
    assert Consultation.objects.get().prescription.get().addendum is not None


def test_a_signature_with_pin_is_asked_for_it(doctor, centre, visit, asked, specialist):
    centre.__class__.objects.filter(pk=centre.pk).update(sign_with_pin=True)
    services.sign(visit, version=ConsultationFactory(visit=visit).version, by=doctor.user)
    answered(asked, specialist)

    page = doctor.post("opd:e-consult", {"do": "accept", "advice": "on"}, code=asked.code)

    assert page.status_code == 422
    assert 'name="pin"' in page.content.decode()


def test_the_same_specialist_stands_first_in_the_next_question(doctor, visit, asked, specialist):
    answered(asked, specialist)
    page = doctor.get("opd:e-consult-ask", code=visit.code).content.decode()

    first = page.index(f'value="{asked.pool_id}:{specialist.user.pk}"')
    assert first < page.index(f'<option value="{asked.pool_id}"')


# --- the specialist ----------------------------------------------------------------------------------------------
def test_the_list_the_slip_and_the_answer(specialist, asked, visit):
    assert visit.patient.name in specialist.get("opd:help-list").content.decode()
    closed = specialist.get("opd:help", code=asked.code).content.decode()
    assert QUESTION in closed
    assert visit.patient.uhid not in closed.replace(" ", "")

    specialist.post("opd:help", {"do": "open"}, code=asked.code)
    page = specialist.get("opd:help", code=asked.code)
    assert page.status_code == 200
    assert PatientAccess.objects.filter(centre=specialist.centre, basis="e_consult").count() == 1

    typed = {"version": "0", "advice": "Boil the clothes", "do": "answer"}
    done = specialist.post("opd:help", typed, code=asked.code)
    assert done.url == specialist.url("opd:help-list")
    assert asked.entries.get(kind="answer").text == "Boil the clothes"


def test_a_medicine_typed_and_not_added_is_part_of_the_answer(specialist, asked):
    MedicineFactory()
    services.open_record(asked, by=specialist.user)
    typed = {"version": "0", "advice": "For the itch", "medicine": "paracetamol 500 1-0-1 5d", "do": "answer"}

    specialist.post("opd:help", typed, code=asked.code)

    assert asked.entries.get(kind="answer").medicines[0]["dose"] == "1-0-1"


def test_a_medicine_that_is_not_clear_stops_the_answer_and_loses_nothing(specialist, asked):
    services.open_record(asked, by=specialist.user)
    typed = {"version": "0", "advice": "For the itch", "medicine": "nosuchdrug 1-0-1", "do": "answer"}

    page = specialist.post("opd:help", typed, code=asked.code)

    assert page.status_code == 409
    assert "For the itch" in page.content.decode()
    assert "nosuchdrug" in page.content.decode()


def test_two_colleagues_see_both_texts(specialist, asked):
    services.open_record(asked, by=specialist.user)
    services.save_reply(asked, drafts.tidy({"advice": "Wash"}), version=0, by=member(asked.pool))

    page = specialist.post("opd:help", {"version": "0", "advice": "Boil", "do": "answer"}, code=asked.code)

    assert page.status_code == 409
    assert "Wash\nBoil</textarea>" in page.content.decode()
    assert not asked.entries.filter(kind="answer").exists()


def test_a_doctor_outside_the_pool_finds_nothing(pool, asked):
    other = Worker.at(pool.centre, "doctor")

    assert other.get("opd:help", code=asked.code).status_code == 404
    assert visit_name(asked) not in other.get("opd:help-list").content.decode()


def visit_name(row) -> str:
    return row.visit.patient.name


def test_a_picture_is_a_picture_and_nothing_else(specialist, doctor, asked):
    picture = services.add_picture(asked, a_photo(), "", by=doctor.user)
    answer = specialist.get("opd:help-picture", code=asked.code, picture=picture.code)

    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="picture.jpg"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_the_pages_cost_the_same_however_much_hangs_on_them(
    specialist, doctor, asked, visit, django_assert_max_num_queries
):
    for _more in range(6):
        EConsultFactory(pool=asked.pool)
    services.open_record(asked, by=specialist.user)
    for worker, name, parts in [
        (specialist, "opd:help-list", {}),
        (specialist, "opd:help", {"code": asked.code}),
        (doctor, "opd:e-consults", {}),
        (doctor, "opd:e-consult", {"code": asked.code}),
        (doctor, "opd:e-consult-ask", {"code": visit.code}),
    ]:
        worker.get(name, **parts)
        with django_assert_max_num_queries(25, info=name):
            assert worker.get(name, **parts).status_code == 200


# --- the gate, the slip, the phone -------------------------------------------------------------------------------
def test_online_help_is_an_answer_to_the_level_of_care_gate(visit, doctor, asked, specialist):
    CareLevelFactory()
    college = HospitalFactory(kind="MEDICAL_COLLEGE", tier="tertiary")
    referral = {"to": college.code, "reason": "cold", "urgency": "routine", "department": ""}
    draft = a_draft(diagnoses=[URI], referral=referral)
    assert care.of_draft(visit, draft).codes == "J06.9"

    answered(asked, specialist)

    assert care.of_draft(visit, draft) is None
    services.sign(visit, version=ConsultationFactory(visit=visit, draft=draft).version, by=doctor.user)
    assert Referral.objects.get().up_reason == "e_consult"


@pytest.mark.parametrize(("at_once", "reason"), [(True, "advised"), (False, "e_consult")])
def test_what_the_specialist_wanted_is_the_reason(asked, specialist, at_once, reason):
    answered(asked, specialist, at_once=at_once)

    assert care.online_help(asked.visit) == reason


def online(visit, audience):
    return content(visit.__class__.objects.get(pk=visit.pk), audience=audience).clinical.online


@pytest.mark.parametrize("audience", list(Audience))
def test_the_slip_says_who_was_asked_and_what_became_of_it(visit, asked, specialist, doctor, audience):
    assert [one.state[:18] for one in online(visit, audience)] == ["answer expected by"]
    row = answered(asked, specialist)
    assert online(visit, audience)[0].state == "has answered; your doctor is reading it"
    services.accept(row, with_advice=True, lines=set(), by=doctor.user)

    one = online(visit, audience)[0]
    assert (one.who, one.by, one.state) == ("Skin", specialist.user.name, "the advice was taken over")


def test_come_at_once_stands_on_the_phone_before_anybody_decided(visit, asked, specialist):
    answered(asked, specialist, at_once=True)

    assert online(visit, Audience.PHONE)[0].is_at_once


# --- pools -------------------------------------------------------------------------------------------------------
POOL = {
    "name_en": "Eye", "name_hi": "आँख", "weekdays": ["0", "1"], "opens_at": "09:00", "closes_at": "13:00",
    "answer_minutes": "90", "is_active": "on", "version": "0",
}  # fmt: skip


@pytest.fixture
def head(pool):
    return Worker.at(pool.centre, "in_charge")


def test_the_hospital_writes_its_own_pools(head, pool):
    person = staff("doctor", pool.centre)
    done = head.post("opd:pool-new", {**POOL, "members": [person.pk]})

    made = SpecialistPool.objects.get(name_en="Eye")
    assert done.url == head.url("opd:pool", pk=made.pk)
    assert (made.centre, made.weekdays, made.answer_minutes) == (pool.centre, [0, 1], 90)
    assert [row.user for row in made.members.all()] == [person]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"closes_at": "08:00"}, "It must close after it opens."),
        ({"name_en": "skin"}, "This field stands already."),
        ({"answer_minutes": "2"}, "Too little: at least 5."),
        ({"answer_minutes": "-1"}, "Too little: at least 5."),
        ({"weekdays": []}, "Days: choose one."),
        ({"members": ["999999"]}, "Choose from the list."),
    ],
)
def test_an_impossible_pool_is_refused_kindly(head, changed, words):
    page = head.post("opd:pool-new", {**POOL, **changed})

    assert page.status_code in {409, 422}
    assert words in page.content.decode()


def test_two_who_change_a_pool_at_once(head, pool):
    typed = {**POOL, "name_en": "Skin", "version": str(pool.version)}
    head.post("opd:pool", typed, pk=pool.pk)
    page = head.post("opd:pool", {**typed, "name_hi": "और"}, pk=pool.pk)

    assert page.status_code == 409
    assert "Somebody changed this meanwhile." in page.content.decode()


def test_the_office_chooses_the_hospital(administrator, pool):
    administrator.post("opd:pool-new", {**POOL, "hospital": pool.centre.code})

    assert SpecialistPool.objects.get(name_en="Eye").centre == pool.centre


def test_late_ones_stand_before_the_person_in_charge(head, asked):
    EConsult.objects.update(in_charge_at=timezone.now(), due_at=timezone.now())
    page = head.get("opd:pools").content.decode()

    assert "Not answered in time" in page
    assert asked.visit.patient.name not in page
    home = head.client.get(reverse("centre-home", args=[head.centre.code])).content.decode()
    assert "Questions to specialists, late" in home


def test_both_sides_find_it_at_home(doctor, specialist, asked):
    home = specialist.client.get(reverse("centre-home", args=[specialist.centre.code])).content.decode()
    assert "Questions from health centres" in home
    answered(asked, specialist)
    home = doctor.client.get(reverse("centre-home", args=[doctor.centre.code])).content.decode()
    assert "Answers from specialists" in home


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([0, 1, 2, 3, 4, 5], "Monday – Saturday"),
        ([0, 1], "Monday, Tuesday"),
        ([0, 2, 3, 4, 6], "Monday, Wednesday – Friday, Sunday"),
    ],
)
def test_days_in_a_row_are_said_as_a_span(english, days, said):
    from opd.selectors.pools import PoolRow

    assert PoolRow(PoolFactory.build(centre=None, weekdays=days), [], 0, 0).days == said
