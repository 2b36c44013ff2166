"""A day at the counter with a marked number, in each mode: it is in no page, log, address, row, print or export."""

import base64
import io
import logging
import secrets
import uuid
import zlib

import pypdfium2
import pytest
from django.db import connection

from hms.lib import crypto
from opd import documents
from opd.slip import links
from registration import references
from registration.models import Patient, Visit
from tests import leaks
from tests.registration.factories import OTHER_AADHAAR, TEST_AADHAAR

pytestmark = pytest.mark.django_db
SPELLINGS = [TEST_AADHAAR, "9999 5260 1814", "9999-5260-1814", "९९९९५२६०१८१४"]


@pytest.fixture(params=["none", "index", "vault"])
def mode(request, settings):
    settings.HMS_AADHAAR, settings.HMS_VAULT_PROVIDER = request.param, "environment"
    settings.HMS_VAULT_KEY = base64.b64encode(secrets.token_bytes(32)).decode()
    settings.HMS_VAULT_KEYS_OLD = []
    return request.param


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_day_with_a_number_leaves_it_nowhere_but_in_the_vault(mode, clerk, in_charge, typed, paper_fonts):
    xml = f'<PrintLetterBarcodeData uid="{TEST_AADHAAR}" name="Sunita Devi" yob="1980" co="W/O Ramesh"/>'
    for text in [*SPELLINGS, xml, f"{TEST_AADHAAR}1", f"Sunita {TEST_AADHAAR}"]:
        clerk.client.post(clerk.url("registration:search"), {"q": text}, follow=True)
    for changes in ({"name": ""}, {"birth": "soon"}, {"phone": TEST_AADHAAR}, {"consent": None}, {}):
        clerk.post("registration:patient-new", typed(**{"aadhaar": SPELLINGS[1], "aadhaar_absent": "", **changes}))
    patient = Patient.objects.get()
    reference = references.of_person(patient.pk, user=clerk.user, centre=clerk.centre)
    for name in ("person", "facts", "facts-edit", "withdraw"):
        clerk.client.get(clerk.url(f"registration:{name}", reference=reference))
    clerk.client.post("/lock/")
    clerk.post("registration:patient-new", typed(aadhaar=OTHER_AADHAAR, aadhaar_absent="", name="Asha"))
    for name in ("centre:audit", "registration:exceptions"):
        in_charge.client.get(in_charge.url(name))
    printed = in_charge.client.get(in_charge.url("registration:exceptions-print")).content

    assert leaks.numbers_in(text_of(printed)) == []
    assert leaks.numbers_in_rows() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM vault.aadhaar t")
        sealed = [row for (row,) in cursor.fetchall()]
    assert (len(sealed), leaks.numbers_in(" ".join(sealed))) == (1 if mode == "vault" else 0, [])
    assert Visit.objects.count() == 1


def test_the_slip_on_paper_and_its_export_hold_no_number(mode, clerk, typed, paper_fonts):
    clerk.post("registration:patient-new", typed(aadhaar=TEST_AADHAAR, aadhaar_absent=""))
    key = uuid.uuid4()
    printed = links.print_slip(Visit.objects.get(), key=key, paper="A5", language="hi", by=clerk.user)

    paper = documents.slip_pdf(printed.slip, link=printed.link, token=printed.token, paper="A5")

    assert leaks.numbers_in(text_of(paper)) == []
    assert leaks.numbers_in(repr(printed.slip)) == []


def test_an_error_with_the_number_in_its_hands_writes_a_masked_line():
    before = list(leaks.Handler.seen)
    try:
        raise ValueError(f"cannot read {TEST_AADHAAR}")
    except ValueError:
        logging.getLogger("registration").exception("search for %s failed", TEST_AADHAAR)

    assert leaks.Handler.seen == before


@pytest.mark.parametrize("text", [*SPELLINGS, f"<b>{TEST_AADHAAR}</b>", f"a={TEST_AADHAAR}&b"])
def test_the_watch_sees_a_number_however_it_is_written(text):
    assert leaks.numbers_in(text) == [TEST_AADHAAR]


@pytest.mark.parametrize("text", ["999952601815", "1999952601814", "XXXX XXXX 1814", "9999 5260 181"])
def test_the_watch_is_not_alarmed_by_others(text):
    assert leaks.numbers_in(text) == []


@pytest.mark.plants_a_number
def test_the_dump_sees_text_and_bytes(clerk):
    Patient.objects.all().update(house="")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE note (a text, b bytea)")
        cursor.execute("INSERT INTO note VALUES ('', %s)", [f"x{SPELLINGS[1]}".encode()])

    assert [row[:5] for row in leaks.numbers_in_rows()] == ["note:"]


def test_what_is_sealed_shows_nothing_of_it():
    sealed = references.of_aadhaar(TEST_AADHAAR, user=type("U", (), {"pk": 1}))
    raw = base64.urlsafe_b64decode(sealed + "==")

    assert TEST_AADHAAR.encode() not in raw
    assert TEST_AADHAAR.encode() not in zlib.compress(raw)
    assert crypto.aadhaar_index().digest(TEST_AADHAAR).hex().isdigit() is False


@pytest.mark.parametrize("box", ["name", "street", "house", "guardian_name", "birth", "phone"])
def test_a_number_in_the_wrong_box_is_neither_saved_nor_shown_again(clerk, typed, box):
    answer = clerk.post("registration:patient-new", typed(**{box: f"{TEST_AADHAAR}"}))

    assert answer.status_code == 422
    assert "XXXX XXXX 1814" in answer.content.decode()
    assert Patient.objects.count() == 0
