"""After a merge: what was printed and begun before goes on, and shows the one person."""

import re

import pytest
from django.urls import reverse

from hms.lib import ids
from labs import services as labs
from labs.models import LabOrder, Report
from labs.seals import is_genuine
from labs.services import Entry
from opd import certificates, services
from opd.services import issue_certificate
from opd.slip import openings
from registration.merging import GROUPS
from registration.search import read
from registration.selectors import queue
from registration.selectors.people import visit_meant
from registration.services.locking import RecordMerged
from tests.centres.factories import staff
from tests.labs.factories import collected, load_catalogue, released
from tests.opd import slips
from tests.opd.prescriptions import given, prescribed
from tests.registration.doubles import Doubles
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def goes_on(in_charge):
    return PatientFactory(
        registered_centre=in_charge.centre, name="सुनीता कुमारी", name_other="Sunita Kumari", phone="9122233344"
    )


@pytest.fixture
def merge(in_charge, goes_on):
    """`merge(visit)`: the visit's person goes into the one that goes on, whose facts all stand."""

    def merge(visit):
        pair = Doubles.of(in_charge, goes_on, visit.patient)
        keep = "one" if pair.one == goes_on else "other"
        return pair, pair.merge(keep=keep, **dict.fromkeys(GROUPS, keep))

    return merge


def plain(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", response.content.decode())))


def test_an_old_print_opens_the_slip_of_the_one_person_with_the_phone_that_stands(client, centre, merge, goes_on):
    slips.room(centre)
    visit = slips.full(centre)
    address = reverse("patient:page", args=[slips.printed(visit).token])
    merge(visit)

    client.post(address, {"answer": "3344"})
    words = plain(client.get(address))

    assert "सुनीता कुमारी" in words
    assert "सुनीता देवी" not in words
    assert "हीमोग्लोबिन" in words
    assert "पैरासिटामोल" in words


def test_after_the_undo_it_is_the_old_persons_again(client, centre, merge):
    slips.room(centre)
    visit = slips.full(centre)
    address = reverse("patient:page", args=[slips.printed(visit).token])
    pair, done = merge(visit)
    pair.undo(done)

    client.post(address, {"answer": "3210"})

    assert "सुनीता देवी" in plain(client.get(address))


def test_the_staffs_slip_shows_the_number_that_goes_on(doctor, merge, goes_on, centre):
    slips.room(centre)
    visit = slips.full(centre)
    old = visit.patient.uhid
    merge(visit)

    page = plain(doctor.get("opd:slip", code=visit.code))

    assert ids.format_uhid(goes_on.uhid) in page
    assert ids.format_uhid(old) not in page


def test_a_certificate_and_a_report_stay_genuine(client, centre, merge):
    load_catalogue(centre)
    visit = VisitFactory(centre=centre, patient__name="सुनीता देवी")
    released(visit, {"HB": "9.8"})
    report = Report.objects.get(visit=visit)
    prescribed(visit)
    visit.refresh_from_db()
    row = issue_certificate(visit, "rest", by=visit.consultation.signed_by, starts_on=visit.visit_on, days=2)
    merge(visit)

    shown = client.get(f"/s/c~{certificates.token_of(row.code)}?lang=en").content.decode()

    assert "This certificate is genuine." in shown
    assert "सुनीता देवी" in shown  # as it stands on the paper
    report.refresh_from_db()
    assert is_genuine(report)


def test_an_order_that_waits_is_entered_and_released_under_the_one_person(centre, merge, goes_on):
    load_catalogue(centre)
    visit = VisitFactory(centre=centre)
    order = collected(visit, "HB")["HB"]
    merge(visit)

    technician = staff("lab_technician", centre)
    labs.enter_results(visit, [Entry(order.code, "9.8", seen=0)], by=technician)

    order = LabOrder.objects.get(pk=order.pk)
    assert (order.status, order.visit.patient) == (LabOrder.Status.RESULTED, goes_on)


def test_medicines_are_handed_out_on_the_old_slip(centre, merge, goes_on):
    visit = VisitFactory(centre=centre)
    row = given(visit)
    merge(visit)

    row.refresh_from_db()
    assert row.item.consultation.visit.patient == goes_on


def test_the_queue_holds_the_visit_once_and_the_scan_finds_it(centre, merge, goes_on):
    visit = VisitFactory(centre=centre)
    old = visit.patient.uhid
    merge(visit)

    waiting = list(queue(centre, visit.department, visit.visit_on))
    assert [(one.pk, one.patient.name) for one in waiting] == [(visit.pk, "सुनीता कुमारी")]
    assert visit_meant(read(old), goes_on, centre) == visit


def test_the_patient_sees_who_opened_either_record(doctor, merge, goes_on, centre):
    slips.room(centre)
    visit = slips.full(centre)
    doctor.get("opd:slip", code=visit.code)
    merge(visit)

    assert doctor.user.name in {one.name for one in openings.openings(goes_on.pk)}


def test_an_allergy_written_on_an_old_page_is_refused_or_the_one_persons(doctor, merge, goes_on, centre):
    visit = VisitFactory(centre=centre)
    old = visit.patient
    merge(visit)

    with pytest.raises(RecordMerged):
        services.add_allergy(old, "Sulpha", centre=centre, by=doctor.user)
    answer = doctor.post("opd:allergies", {"do": "add", "substance": "Penicillin", "reaction": "rash"}, code=visit.code)
    assert answer.status_code == 302
    assert [row.substance for row in goes_on.allergies.all()] == ["Penicillin"]
