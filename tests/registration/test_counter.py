"""Searching and opening people at the counter."""

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from registration import scans, services
from registration.models import PatientAccess, Visit
from tests.centres.factories import CentreFactory, DepartmentFactory
from tests.registration.factories import TEST_AADHAAR, PatientFactory, VisitFactory, new_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(clerk):
    """Send the box; the page the browser ends on."""
    return lambda text: clerk.client.post(clerk.url("registration:search"), {"q": text}, follow=True)


def text(response) -> str:
    return response.content.decode()


def test_a_name_in_either_script_finds_own_people_first_and_strangers_only_in_part(english, clerk, search):
    PatientFactory(name="Sunita Devi", guardian_name="Ramesh", registered_centre=clerk.centre)
    PatientFactory(name="सुनीता कुमारी देवी", guardian_name="Secret Guardian", registered_at=timezone.now())

    here, page = text(search("सुनीता देवी")), text(search("सुनीता देवी 40"))

    assert "दे…" not in here
    assert "all centres are" in here
    assert page.index("Sunita Devi") < page.index("सुनीता कु… दे…")
    assert "Secret Guardian" not in page


def test_one_phone_shows_the_whole_family(clerk, search):
    for name in ("Asha Devi", "Ramesh Sah", "Pinki Kumari"):
        PatientFactory(name=name, phone="9876500000", registered_centre=clerk.centre)

    page = text(search("98765 00000"))

    assert [name in page for name in ("Asha Devi", "Ramesh Sah", "Pinki Kumari")] == [True] * 3


def test_nothing_of_the_search_stands_in_addresses_or_the_audit(clerk, search):
    PatientFactory(name="Sunita Devi", phone="9876543210", registered_centre=clerk.centre)

    addresses = [where for words in ("Sunita", "9876543210", TEST_AADHAAR) for where, _ in search(words).redirect_chain]

    event = AuditEvent.objects.filter(action="patient.searched").first()
    assert set(event.detail) == {"kind", "found"}
    assert not any(word in "".join(addresses) for word in ("Sunita", "98765", "9999"))


def test_a_uhid_opens_the_panel_with_the_last_department_chosen(clerk, search):
    dental = DepartmentFactory(centre=clerk.centre, code="dental", name_hi="दाँत", position=20)
    visit = VisitFactory(
        centre=clerk.centre, department=dental, registered_at=timezone.now() - timezone.timedelta(days=3)
    )

    page = text(search(visit.patient.uhid))

    assert f'<option value="{dental.pk}" selected>' in page
    assert "autofocus" in page.split("data-main")[1][:40]


def test_two_keys_after_the_scan_to_a_new_token(clerk, monkeypatch):
    old = VisitFactory(centre=clerk.centre, registered_at=timezone.now() - timezone.timedelta(days=2))
    monkeypatch.setattr(scans, "_resolvers", [lambda token: old])

    panel = clerk.client.post(clerk.url("registration:search"), {"q": "https://hms.example/s/abcdefghijklmnopqrstuv"})
    reference = panel.url.rstrip("/").rpartition("/")[2]
    token = clerk.post("registration:visit-new", {"department": old.department.pk}, reference=reference)

    new = Visit.objects.exclude(pk=old.pk).get()
    assert token.url == clerk.url("registration:visit", code=new.code) + "?print"
    assert (new.patient, new.kind, new.token) == (old.patient, "follow_up", 1)


def test_twice_in_one_department_on_one_day_leads_to_the_first_token(clerk, search):
    visit = VisitFactory(centre=clerk.centre)
    page = search(visit.patient.uhid)
    reference = page.redirect_chain[-1][0].rstrip("/").rpartition("/")[2]

    again = clerk.post("registration:visit-new", {"department": visit.department.pk}, reference=reference)

    assert again.url == clerk.url("registration:visit", code=visit.code)
    assert Visit.objects.count() == 1


def test_todays_token_finds_its_owner_with_or_without_its_letter(clerk, search):
    visit = VisitFactory(centre=clerk.centre, token=41)
    VisitFactory(token=41)

    for words in ("41", "G-41"):
        assert visit.patient.uhid[-3:] in text(search(words))
    assert "आज ऐसा कोई टोकन नहीं है।" in text(search("D-41"))


def test_an_aadhaar_number_finds_its_person_and_is_kept_nowhere(clerk, search):
    department = clerk.centre.departments.get()
    data = new_patient(department, aadhaar=TEST_AADHAAR, aadhaar_absent="")
    services.register(data, centre=clerk.centre, by=clerk.user)

    assert "सुनीता देवी" in text(search("9999 5260 1814"))
    assert "इस आधार नंबर का कोई रिकॉर्ड नहीं है" in text(search("999959083016"))


def test_a_scanned_slip_opens_a_stranger_for_the_day_and_a_number_alone_does_not(clerk, search):
    stranger = VisitFactory(patient__street="Gupt Gali")

    assert "Gupt Gali" not in text(search(stranger.patient.uhid))
    assert "Gupt Gali" in text(
        search(
            stranger.code if any(c.isdigit() for c in stranger.code) else stranger.code[:4] + "-" + stranger.code[4:]
        )
    )
    assert PatientAccess.objects.for_centre(clerk.centre).get(patient=stranger.patient).basis == "scan"


def test_a_reference_serves_only_its_clerk(clerk, search, in_charge):
    patient = PatientFactory(registered_centre=clerk.centre, street="Gupt Gali")
    where = search(patient.uhid).redirect_chain[-1][0]

    assert "Gupt Gali" not in text(in_charge.client.get(where, follow=True))
    assert clerk.client.get(where[:-6] + "AAAA/", follow=True).redirect_chain[-1][0] == clerk.url(
        "registration:counter"
    )


def test_a_scanner_on_the_hindi_keyboard_is_told_what_to_do(clerk, search):
    assert "कीबोर्ड हिंदी पर है" in text(search("पजजहे://"))


@pytest.mark.parametrize("many", [1, 8])
def test_the_counter_costs_the_same_however_full(clerk, many, django_assert_num_queries):
    VisitFactory.create_batch(many, centre=clerk.centre)

    with django_assert_num_queries(8):
        page = text(clerk.get("registration:counter"))

    assert page.count("data-row") == many


def test_the_counter_of_an_empty_day_says_what_to_do(english, clerk):
    assert "Nobody is registered yet today. Scan a slip, search, or press F2" in text(clerk.get("registration:counter"))


def test_strangers_to_the_centre_get_nothing(clerk):
    elsewhere = CentreFactory()
    visit = VisitFactory(centre=elsewhere)

    answers = [
        clerk.client.get(f"/c/{elsewhere.code}/counter/"),
        clerk.get("registration:visit", code=visit.code),
        clerk.post("registration:visit-cancel", {"reason": "no"}, code=visit.code),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert not any(visit.patient.name in text(answer) for answer in answers)
