"""A question to a specialist and its answer, on one slip, as three people see it."""

import uuid

import pytest
from django.utils import translation

from opd import drafts, services
from opd.models import Consultation, EConsult
from opd.slip import links
from registration.models import Visit
from tests.centres.factories import PASSWORD, HospitalFactory, staff
from tests.journey import online, phone, room
from tests.journey.person import PHONE, Person
from tests.opd.factories import PoolFactory, member
from tests.opd.photos import a_photo
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = [("hi", True), ("hi", False), ("en", True)]


@pytest.mark.parametrize(("language", "script"), WAYS, ids=["Hindi", "Hindi-plain", "English"])
def test_asked_answered_taken_over_and_read_by_the_patient(chromium, town, language, script):
    town.speak(language)
    hospital = HospitalFactory(name_en="Patna Hospital", name_hi="पटना अस्पताल")
    made = {"username": "specialist", "name_en": "Dr Zoya Rahman", "name_hi": "डॉ. ज़ोया रहमान", "language": language}
    specialist_user = staff("doctor", hospital, password=PASSWORD, **made)
    member(PoolFactory(centre=hospital, name_en="Skin", name_hi="चर्म रोग"), specialist_user)
    patient = PatientFactory(registered_centre=town.centre, name="सुनीता देवी", phone="9876543210")
    visit = VisitFactory(centre=town.centre, patient=patient)

    def person(name):
        one = Person(chromium, town, language, script=script)
        one.sign_in(name)
        return one

    doctor = person("doctor")
    online.ask(doctor, visit, a_photo(size=(1600, 1200)))
    doctor.done()
    specialist = person("specialist")
    online.answer(specialist)
    specialist.done()
    doctor = person("doctor")
    online.take_over(doctor)
    if not script:
        doctor.type("s")
    room.review(doctor)
    doctor.sees(doctor.say("This will stand on the slip"))
    doctor.look("sign-after-help")
    room.sign(doctor)
    doctor.look("signed-after-help")
    doctor.done()

    row = EConsult.objects.get()
    assert (row.status, row.pictures.get().size > 0) == ("accepted", True)
    assert [item.name_en for item in Consultation.objects.get().prescription.all()] == ["Paracetamol"]
    reads(chromium, town, language, visit, specialist_user)


def reads(chromium, town, language, visit, specialist) -> None:
    """The patient's own phone: who was asked, and the advice in the doctor's words."""
    printed = links.print_slip(
        Visit.objects.get(pk=visit.pk), key=uuid.uuid4(), paper="A5", language=language, by=town.people["clerk"]
    )
    patient = Person(chromium, town, language, size=PHONE)
    phone.open_slip(patient, f"/s/{printed.token}")
    with translation.override(language):
        assert specialist.name in patient.page.locator("main").inner_text()
    assert online.ADVICE[language] in patient.page.locator("main").inner_text()
    patient.done()


def test_an_answer_that_finds_the_patient_gone_stands_on_the_list_of_whom_to_call(chromium, town):
    """Seen on the nurse's screen, in Hindi."""
    hospital = HospitalFactory()
    pool = PoolFactory(centre=hospital)
    specialist = member(pool)
    visit = VisitFactory(centre=town.centre, status="done", patient__name="सुनीता देवी")
    row = services.send_question(visit, by=town.people["doctor"], pool=pool, question=online.QUESTION["hi"])
    row = services.save_reply(row, drafts.tidy({"advice": online.ADVICE["hi"]}), version=0, by=specialist)
    services.answer(row, version=row.reply_version, by=specialist)

    nurse = Person(chromium, town, "hi")
    nurse.sign_in("nurse")
    nurse.tab_to("Whom to call")
    nurse.go("Enter")
    nurse.look("follow-ups")
    nurse.sees("विशेषज्ञ का जवाब आया")
    nurse.done()
