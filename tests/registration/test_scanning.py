"""One box reads everything: where each kind of scan leads each trade, and that nothing of a card stays behind."""

import html
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from centres.models import AuditEvent
from hms.lib import ids
from registration import references, scans
from registration.models import Identifier, Patient, PatientAccess, Visit
from registration.search import Kind, read
from tests.centres.factories import CentreFactory
from tests.labs.factories import load_catalogue, released
from tests.registration.factories import TEST_AADHAAR, PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db
FILE = json.loads((Path(__file__).parents[1] / "lib" / "data" / "cards.json").read_text())
QR = {one["id"]: one["qr"] for one in FILE["vectors"]}
RAMESH = {"name": "Ramesh Kumar Yadav", "sex": "M", "birth_date": date(1986, 3, 5), "aadhaar_last4": "2346"}


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    """The operator installed the key that signed the vectors."""
    settings.HMS_CARD_KEYS_DIR = tmp_path
    (tmp_path / "test.pem").write_text(FILE["certificate_pem"])
    return tmp_path


def scan(worker, text, **more):
    return worker.client.post(worker.url("registration:search"), {"q": text, **more})


def value(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*?value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def form_of(page: str) -> dict:
    return {name: value(page, name) for name in ("scanned", "aadhaar", "aadhaar_kept")}


def test_a_new_person_begins_with_what_the_card_says_box_by_box(english, clerk):
    page = scan(clerk, QR["v2"]).content.decode()

    boxes = ("name", "birth", "guardian_name", "house", "street", "pincode", "post_office", "district", "state")
    assert {name: value(page, name) for name in boxes} == {
        "name": "Ramesh Kumar Yadav",
        "birth": "05-03-1986",
        "guardian_name": "Shivnath Yadav",
        "house": "12/A",
        "street": "Yarpur Road, Near Shiv Mandir, Yarpur, Patna",
        "pincode": "800001",
        "post_office": "Patna GPO",
        "district": "Patna",
        "state": "Bihar",
    }
    assert page.count(">Aadhaar QR</span>") == 10
    assert "QR signature valid (issued by UIDAI key TEST ONLY - not UIDAI (2035))" in page
    assert f'action="{clerk.url("registration:patient-new")}"' in page


def test_the_scanned_person_is_saved_with_last_four_digits_and_who_signed(english, clerk, typed):
    page = scan(clerk, QR["v2"]).content.decode()

    clerk.post("registration:patient-new", typed(**form_of(page), aadhaar_absent="", name="Ramesh Kumar Yadav"))

    patient = Patient.objects.get()
    assert (patient.aadhaar_last4, patient.aadhaar_seen, patient.aadhaar_absent) == ("2346", True, "")
    assert not Identifier.objects.exists()
    detail = AuditEvent.objects.get(action="patient.registered").detail
    assert (detail["card"], detail["signed_by"]) == ("secure_qr", "TEST ONLY - not UIDAI (2035)")


def test_a_forged_card_reference_says_nothing(clerk, typed):
    somebody = PatientFactory().registered_by
    other = references.of_card({"source": "secure_qr", "last4": "9999"}, user=somebody, centre=clerk.centre)

    response = clerk.post("registration:patient-new", typed(aadhaar_absent="", scanned=other))

    assert response.status_code == 422
    assert not Patient.objects.filter(aadhaar_last4="9999").exists()


def test_after_a_refused_form_each_box_still_says_where_it_came_from(english, clerk, typed):
    page = scan(clerk, QR["v2"]).content.decode()

    again = clerk.post(
        "registration:patient-new",
        typed(**form_of(page), aadhaar_absent="", name="Ramesh Kumar Yadav", birth="1990", street=""),
    ).content.decode()

    assert "Card: 05-03-1986" in again
    assert "Card: Yarpur Road, Near Shiv Mandir, Yarpur, Patna" in again
    assert "QR signature valid" in again


def test_what_was_typed_before_the_scan_stays_and_the_card_stands_beside_it(english, clerk):
    page = scan(clerk, QR["v2"], **{"typed-name": "Ramesh Yadav", "typed-phone": "9876543210", "typed-house": ""})
    page = page.content.decode()

    assert (value(page, "name"), value(page, "phone"), value(page, "house")) == ("Ramesh Yadav", "9876543210", "12/A")
    assert "Card: Ramesh Kumar Yadav" in page


@pytest.mark.parametrize("name", ["v1_mobile_email", "v2", "v3", "v5_zlib"])
def test_a_reprinted_card_finds_its_person_again(english, clerk, name):
    """Each vector is another print with its own reference id."""
    PatientFactory(registered_centre=clerk.centre, name_other="रमेश कुमार यादव", **RAMESH)
    PatientFactory(registered_centre=clerk.centre, **{**RAMESH, "birth_date": date(1986, 3, 6)})

    page = scan(clerk, QR[name]).content.decode()

    assert "On record already: found again by this card." in page
    assert "Give token and print the slip" in page


def test_a_person_written_in_hindi_is_found_by_the_card_in_english(english, clerk):
    PatientFactory(
        registered_centre=clerk.centre, aadhaar_last4="2346", name="रमेश कुमार यादव", sex="M", birth_date=date(1986, 3, 5)
    )

    assert "On record already" in scan(clerk, QR["v2"]).content.decode()


def test_two_people_with_the_same_card_facts_are_both_shown(english, clerk):
    for _one in range(2):
        PatientFactory(registered_centre=clerk.centre, **RAMESH)

    assert "2 people fit" in scan(clerk, QR["v2"]).content.decode()


@pytest.mark.parametrize(("qr", "opens"), [("v2", True), ("wrong_key", False)])
def test_a_signed_card_opens_another_centres_record_and_an_unsigned_one_asks(english, clerk, qr, opens):
    patient = PatientFactory(registered_centre=CentreFactory(), **RAMESH)

    page = scan(clerk, QR[qr]).content.decode()

    assert PatientAccess.objects.filter(patient=patient, centre=clerk.centre, basis="scan").exists() is opens
    assert ("Give token and print the slip" in page) is opens
    assert ("Signature could not be checked" in page) is not opens
    assert "fake" not in page.lower()


def test_an_unknown_key_is_said_and_the_form_is_filled_in_all_the_same(english, clerk):
    page = scan(clerk, QR["wrong_key"]).content.decode()

    assert "Signature could not be checked" in page
    assert value(page, "name") == "Ramesh Kumar Yadav"


@pytest.mark.parametrize(
    "text", [QR["truncated"], '{"hidn": "91-1', "<xml/>", "1" * 9000], ids=["cut", "json", "xml", "long"]
)
def test_a_garbled_scan_says_what_to_do(english, clerk, text):
    page = clerk.client.post(clerk.url("registration:search"), {"q": text}, follow=True).content.decode()

    assert re.search("scan it again|Scan it again|Type the details|one card at a time", page)
    assert text[:50] not in page


# --- the old XML QR -----------------------------------------------------------------------------------------------
def test_the_old_qr_fills_the_form_and_its_number_is_only_an_index(english, clerk, typed):
    text = QR["old_xml"].replace("234123412346", TEST_AADHAAR)
    page = scan(clerk, text).content.decode()

    assert TEST_AADHAAR not in page
    assert value(page, "aadhaar") == f"XXXX XXXX {TEST_AADHAAR[-4:]}"
    clerk.post("registration:patient-new", typed(**form_of(page), aadhaar_absent=""))
    assert Patient.objects.get().identifiers.get().kind == "aadhaar"
    again = scan(clerk, text).content.decode()
    assert "On record already" in again


# --- ABHA ---------------------------------------------------------------------------------------------------------
def test_the_abha_qr_is_kept_as_two_identifiers_and_finds_the_person(english, clerk, typed):
    page = scan(clerk, QR["abha_qr"]).content.decode()
    assert value(page, "phone") == "9876543210"

    clerk.post("registration:patient-new", typed(**form_of(page)))

    assert dict(Identifier.objects.values_list("kind", "value")) == {
        "abha_number": "91-1234-5678-9015",
        "abha_address": "ramesh1986@abdm",
    }
    assert "On record already" in scan(clerk, QR["abha_qr"]).content.decode()


def test_an_abha_that_somebody_got_meanwhile_is_refused_in_words(english, clerk, typed):
    page = scan(clerk, QR["abha_qr"]).content.decode()
    other = PatientFactory()
    Identifier.objects.create(patient=other, kind="abha_number", value="91-1234-5678-9015", added_by=clerk.user)

    response = clerk.post("registration:patient-new", typed(**form_of(page)))

    assert "This ABHA already has a record" in response.content.decode()
    assert Visit.objects.count() == 0


# --- each trade's own page ----------------------------------------------------------------------------------------
PAGES = {"doctor": "opd:consultation", "nurse": "opd:vitals", "pharmacist": "opd:slip"}


@pytest.mark.parametrize(("role", "page"), PAGES.items())
@pytest.mark.parametrize("kind", ["code", "token", "uhid"])
def test_a_scan_leads_each_trade_to_its_own_page(request, role, page, kind):
    worker = request.getfixturevalue(role)
    visit = VisitFactory(centre=worker.centre)
    text = {"code": ids.format_code(visit.code), "token": str(visit.token), "uhid": visit.patient.uhid}[kind]

    assert scan(worker, text).url == worker.url(page, code=visit.code)


def test_the_counter_stays_with_the_person(clerk):
    visit = VisitFactory(centre=clerk.centre)

    assert "/people/" in scan(clerk, ids.format_code(visit.code)).url


def test_a_specimen_leads_the_bench_to_its_results_and_the_counter_to_its_person(lab_technician, clerk):
    load_catalogue(lab_technician.centre)
    visit = VisitFactory(centre=lab_technician.centre)
    code = next(iter(released(visit, {"HB": "12"}).values())).sample.code

    assert scan(lab_technician, code).url == lab_technician.url("labs:results", code=visit.code)
    assert "/people/" in scan(clerk, code).url


def test_another_centres_specimen_leads_nowhere(english, lab_technician):
    other = VisitFactory(centre=CentreFactory())
    load_catalogue(other.centre)
    code = next(iter(released(other, {"HB": "12"}).values())).sample.code

    page = lab_technician.client.post(lab_technician.url("registration:search"), {"q": code}, follow=True)

    assert "No sample of this centre has this code." in page.content.decode()


def test_who_may_not_register_is_told_where_to_go(english, nurse):
    page = nurse.client.post(nurse.url("registration:search"), {"q": QR["v2"]}, follow=True).content.decode()

    assert "Nobody on record has this card. The counter registers new people." in page


@pytest.mark.parametrize("role", ["nurse", "doctor", "lab_technician", "pharmacist", "in_charge", "clerk"])
def test_the_box_stands_on_every_page_of_staff_once(request, role):
    worker = request.getfixturevalue(role)

    page = worker.client.get(reverse("centre-home", args=[worker.centre.code])).content.decode()

    assert page.count("data-scan>") == 1


@pytest.mark.parametrize(
    ("text", "is_garbled"),
    [
        ("पजजह", True), ("ाचीक", True), ("अक2बहग7तपर4लक9मनब", True),
        ("सुनीता देवी", False), ("मो. अब्दुल्लाह", False), ("वार्ड14", False), ("रामेश्वरप्रसादसिंहयादव", False),
    ],
)  # fmt: skip
def test_a_scan_through_the_hindi_keyboard_is_told_from_a_name(text, is_garbled):
    assert scans.typed_in_hindi(text) is is_garbled


def test_nothing_of_a_card_is_kept_between_the_scan_and_the_saving(english, clerk):
    from django.contrib.sessions.models import Session

    from centres.models import HeldForm

    text = QR["old_xml"].replace("234123412346", TEST_AADHAAR)
    before = HeldForm.objects.count()
    response = scan(clerk, text)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert HeldForm.objects.count() == before
    stored = " ".join(str(one.get_decoded()) for one in Session.objects.all())
    assert "Ramesh" not in stored
    assert TEST_AADHAAR not in stored
    assert "Ramesh" not in json.dumps(list(AuditEvent.objects.values_list("detail", flat=True)))


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_means_something_and_breaks_nothing(text):
    query = read(text)

    assert query.kind in Kind
    assert len(query.value) <= 300


def test_where_no_index_is_kept_a_number_says_so(english, clerk, settings):
    settings.HMS_AADHAAR = "none"

    page = clerk.client.post(clerk.url("registration:search"), {"q": TEST_AADHAAR}, follow=True).content.decode()

    assert "Here nobody is found by Aadhaar number." in page
