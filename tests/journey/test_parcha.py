"""The whole parcha as five people: counter, measurements, consultation, laboratory, and the patient's phone."""

import pytest

from tests.journey import bench, desk, phone, room
from tests.journey import paper as paper_reader
from tests.journey.person import PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = [("hi", True), ("hi", False), ("en", True)]


@pytest.mark.parametrize(("language", "script"), WAYS, ids=["Hindi", "Hindi-plain", "English"])
def test_five_people_make_one_slip(chromium, town, language, script):
    town.speak(language)

    def person(name, **kwargs):
        one = Person(chromium, town, language, script=script, **kwargs)
        one.sign_in(name)
        return one

    clerk = person("clerk")
    old_print = desk.register(clerk)
    clerk.done()
    nurse = person("nurse")
    desk.measure(nurse)
    nurse.done()
    doctor = person("doctor")
    room.consult(doctor)
    doctor.done()
    technician = person("technician")
    bench.collect(technician)
    bench.enter(technician)
    technician.done()
    senior = person("senior")
    bench.release(senior)
    senior.done()
    clerk = person("clerk")
    new_print = desk.print_again(clerk)
    clerk.done()
    patient = Person(chromium, town, language, script=script, size=PHONE)
    for paper in (new_print, old_print):
        phone.open_slip(patient, paper_reader.address_on(paper))
        phone.reads(patient)
    patient.done()
