"""Certificates: numbered, frozen, refused kindly, and proved to anybody by their QR."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from opd import certificates, services
from opd.errors import CertificateError, NotSigned
from opd.models import Certificate
from opd.services import issue_certificate
from tests.centres.factories import CentreFactory, HospitalFactory
from tests.centres.signing import Worker
from tests.opd.factories import PARACETAMOL, URI, DiagnosisFactory, MedicineFactory, a_draft
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def me(centre):
    return Worker.at(centre, "doctor")


@pytest.fixture
def visit(centre, me):
    return signed(VisitFactory(centre=centre, patient__name="सुनीता देवी"), me.user)


def signed(visit, by, **sections):
    MedicineFactory()
    DiagnosisFactory()
    draft = a_draft(diagnoses=[URI], medicines=[PARACETAMOL], **sections)
    row = services.save_draft(visit, draft, version=0, by=by)
    services.sign(visit, version=row.version, by=by)
    return visit


def rest(visit, me, days=3, **more):
    return issue_certificate(visit, "rest", by=me.user, starts_on=visit.visit_on, days=days, **more)


def words_of(pdf: bytes) -> str:
    page = pypdfium2.PdfDocument(pdf)[0]
    return re.sub(r"\s+", " ", page.get_textpage().get_text_range())


def proof(row, **headers):
    return Client(**headers).get("/s/" + certificates.address(row.code).rpartition("/")[2] + "?lang=en")


def test_numbers_run_on_for_each_kind_and_centre(visit, me, centre):
    first, second = rest(visit, me), rest(visit, me)
    fit = issue_certificate(visit, "fitness", by=me.user, starts_on=visit.visit_on, purpose="school")
    elsewhere = CentreFactory()
    other = rest(signed(VisitFactory(centre=elsewhere), Worker.at(elsewhere, "doctor").user), me)

    year = f"{visit.visit_on:%y}"
    assert [row.number for row in (first, second, fit)] == [
        f"{centre.short_code}-R{year}-0001", f"{centre.short_code}-R{year}-0002", f"{centre.short_code}-F{year}-0001",
    ]  # fmt: skip
    assert other.number == f"{elsewhere.short_code}-R{year}-0001"


def test_a_refused_certificate_takes_no_number(visit, me):
    with pytest.raises(CertificateError):
        rest(visit, me, days=31)

    assert rest(visit, me).number.endswith("-0001")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers(visit, me, in_threads):
    rows = in_threads(*(lambda: rest(visit, me) for _each in range(4)))

    assert sorted(row.number[-4:] for row in rows) == ["0001", "0002", "0003", "0004"]


@pytest.mark.parametrize("days", [None, 0, -3, 31, 10_000])
def test_absurd_rest_is_refused(visit, me, days):
    with pytest.raises(CertificateError, match="1 to 30 days"):
        rest(visit, me, days=days)


@pytest.mark.parametrize("shift", [-1, 8, 7300])
def test_it_begins_between_the_visit_and_a_week_after(visit, me, shift):
    with pytest.raises(CertificateError, match="From the day of the visit"):
        issue_certificate(visit, "rest", by=me.user, starts_on=visit.visit_on + timedelta(days=shift), days=2)


def test_nothing_is_certified_before_the_signature(centre, me):
    with pytest.raises(NotSigned):
        rest(VisitFactory(centre=centre), me)


def test_a_letter_needs_a_referral_and_says_why(centre, me, visit):
    with pytest.raises(CertificateError, match="not referred"):
        issue_certificate(visit, "referral", by=me.user)
    refer = {"to": HospitalFactory().code, "reason": "wound does not heal", "urgency": "soon", "department": "Surgery"}
    other = signed(VisitFactory(centre=centre), me.user, referral=refer)

    row = issue_certificate(other, "referral", by=me.user)
    paper = words_of(certificates.certificate_pdf(row))

    assert "wound does not heal" in paper
    assert "PARACETAMOL 500 mg 1-1-1" in paper


def test_the_paper_says_it_in_both_languages_with_number_and_doctor(visit, me):
    row = rest(visit, me)
    paper = words_of(certificates.certificate_pdf(row))

    assert row.number in paper
    assert "3 days of rest are advised" in paper
    assert "J06.9" in paper
    assert me.user.name_hi.split()[-1] in paper or me.user.name_en in paper


def test_the_illness_can_stay_off_the_paper(visit, me):
    assert "J06.9" not in words_of(certificates.certificate_pdf(rest(visit, me, names_illness=False)))


def test_anybody_sees_what_is_printed_and_nothing_else(visit, me):
    row = rest(visit, me)

    answer = proof(row)
    shown = answer.content.decode()

    assert "This certificate is genuine." in shown
    assert row.number in shown
    assert "सुनीता देवी" in shown
    for private in ("J06.9", visit.patient.phone[-4:], visit.patient.uhid[-4:], visit.number):
        assert private not in shown
    assert answer["Cache-Control"] == "no-store"
    assert "script-src 'none'" in answer["Content-Security-Policy"]


def test_a_made_up_code_is_no_certificate_and_guessing_ends(visit, me, monkeypatch):
    rest(visit, me)
    monkeypatch.setattr("opd.slip.gate.WRONG_PER_HOUR", 3)

    answers = [Client().get(f"/s/c~{'A' * 20}{n:02}?lang=en") for n in range(4)]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert "No such certificate." in answers[0].content.decode()


def test_the_token_stands_nowhere_in_the_row_and_the_row_never_changes(visit, me):
    row = rest(visit, me)
    token = certificates.token_of(row.code)

    assert len(token) == 22
    assert token not in str({name: str(value) for name, value in vars(row).items()})
    with pytest.raises(ProgrammingError), transaction.atomic():
        Certificate.objects.filter(pk=row.pk).update(number="X")


def test_the_page_issues_one_and_prints_it(visit, me):
    refused = me.post("opd:certificates", {"kind": "rest", "days": "-4", "purpose": "kept"}, code=visit.code)
    me.post("opd:certificates", {"kind": "rest", "days": "2", "names_illness": "on"}, code=visit.code)

    row = Certificate.objects.get()
    assert "Rest can be from 1 to 30 days." in refused.content.decode()
    assert 'value="-4"' in refused.content.decode()
    assert row.number in me.get("opd:certificates", code=visit.code).content.decode()
    assert me.get("opd:certificate-print", code=row.code).content.startswith(b"%PDF")
