"""The slip on a staff screen and the paper that comes out of the form."""

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from centres import once
from centres.models import AuditEvent
from opd.models import SlipLink
from tests.centres.factories import CentreFactory
from tests.centres.signing import Worker
from tests.opd import slips

pytestmark = pytest.mark.django_db
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "{% debug %}",
    "%s%n",
    "=cmd|' /C calc'!A0",
    "राम‍\u202eकुमार",
    "क्ष्म्य" * 14,
    "'; DROP TABLE",
    "../../etc/passwd",
    '<link rel=attachment href="file:///etc/passwd">',
    "<style>@page{size:1px}</style>",
]


@pytest.fixture
def visit(centre):
    slips.room(centre)
    return slips.full(centre)


def test_the_page_shows_the_whole_slip(doctor, visit):
    html = doctor.get("opd:slip", code=visit.code).content.decode()

    for words in ("सुनीता देवी", "PARACETAMOL", "9.8 g/dL L", "रिपोर्ट अभी बाकी", "न्यू गार्डिनर रोड अस्पताल", "BR-12345"):
        assert words in html


@pytest.mark.parametrize("tests", [3, 30])
def test_the_page_costs_the_same_however_many_tests(doctor, centre, tests, django_assert_max_num_queries):
    visit = slips.full(centre, tests=tests)
    for _print in range(5):
        slips.printed(visit)
    doctor.get("opd:slip", code=visit.code)

    with django_assert_max_num_queries(12) as queries:
        response = doctor.get("opd:slip", code=visit.code)

    assert response.content.decode().count("<tr>") >= tests
    assert len(queries) == 10


def test_reading_the_page_is_recorded(doctor, visit):
    doctor.get("opd:slip", code=visit.code)

    event = AuditEvent.objects.get(action="slip.viewed")
    assert (event.by, event.patient_key, event.centre) == (doctor.user, visit.patient_id, doctor.centre)


def test_another_centres_slip_is_not_there(doctor):
    elsewhere = slips.full(CentreFactory())

    for name in ("opd:slip", "opd:slip-print", "opd:slip-revoke"):
        answer = doctor.get(name, code=elsewhere.code) if name == "opd:slip" else doctor.post(name, code=elsewhere.code)
        assert answer.status_code == 404
        assert elsewhere.patient.name not in answer.content.decode()


def test_a_clerk_may_print_but_never_reads_findings_on_screen(clerk, visit):
    page = clerk.get("opd:slip", code=visit.code)
    paper = clerk.post("opd:slip-print", {"paper": "A5"}, code=visit.code)

    assert page.status_code == 403
    assert [word for word in ("PARACETAMOL", "9.8", "J06") if word in page.content.decode()] == []
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize("role", ["district_officer", "administrator"])
def test_offices_print_no_slips(request, centre, role, visit):
    worker = request.getfixturevalue(role)

    answer = worker.client.post(reverse("opd:slip-print", args=[centre.code, visit.code]), {})

    assert answer.status_code == 404


def test_printing_answers_with_the_paper_and_no_address_holds_the_token(clerk, visit):
    answer = clerk.post("opd:slip-print", {"paper": "A5", "language": "hi"}, code=visit.code)

    assert answer.content[:5] == b"%PDF-"
    assert answer["Content-Disposition"] == f'inline; filename="slip-{visit.visit_on:%Y%m%d}-41.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert SlipLink.objects.get().issued_by == clerk.user


def test_a_reloaded_print_mints_nothing(clerk, visit):
    key = once.new_key(clerk.user)

    answers = [clerk.post("opd:slip-print", {"paper": "A5"}, key=key, code=visit.code) for _again in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert SlipLink.objects.count() == 1


@pytest.mark.parametrize("key", ["", "nonsense", "someone else's"])
def test_a_print_without_ones_own_form_is_refused(clerk, nurse, visit, key):
    key = once.new_key(nurse.user) if key == "someone else's" else key

    answer = clerk.client.post(clerk.url("opd:slip-print", code=visit.code), {"paper": "A5", "idem": key})

    assert answer.status_code == 302
    assert not SlipLink.objects.exists()


@pytest.mark.parametrize("sent", [{"paper": "A3"}, {"paper": ""}, {"language": "fr"}, {"paper": ["A4", "A5"]}, {}])
def test_nonsense_prints_as_usual(clerk, visit, sent):
    answer = clerk.post("opd:slip-print", sent, code=visit.code)

    assert answer.status_code == 200
    assert (SlipLink.objects.get().paper, SlipLink.objects.get().language) == ("A5", "hi")


def test_a_get_of_the_print_makes_no_link(clerk, visit):
    answer = clerk.get("opd:slip-print", code=visit.code)

    assert answer.status_code == 302
    assert not SlipLink.objects.exists()


def test_what_is_new_since_the_last_print_is_said(doctor, centre):
    visit = slips.visit_of(centre)
    slips.printed(visit)
    slips.reported(visit, 0)

    html = doctor.get("opd:slip", code=visit.code).content.decode()

    assert "<li>रिपोर्ट आई: हीमोग्लोबिन</li>" in html


def test_prints_are_listed_with_what_became_of_them(doctor, clerk, visit):
    slips.printed(visit, by=clerk.user)
    token = slips.printed(visit, by=clerk.user).token
    doctor.client.post(reverse("patient:page", args=[token]), {"answer": "3210"})
    clerk.post("opd:slip-revoke", {"copy": "1"}, code=visit.code)

    html = doctor.get("opd:slip", code=visit.code).content.decode()

    assert html.count('class="state stop">बंद<') == 1
    assert html.count('class="state done">') == 1
    assert "फ़ोन पर यही पेज" in html


@pytest.mark.parametrize("copy", ["", "2", "x", "-1", "99999999999", "²"])
def test_ending_prints_takes_one_copy_or_all(clerk, visit, copy):
    for _print in range(3):
        slips.printed(visit)

    answer = clerk.post("opd:slip-revoke", {"copy": copy}, code=visit.code)

    assert answer.status_code == 302
    ended = sorted(SlipLink.objects.exclude(revoked_at=None).values_list("copy", flat=True))
    assert ended == ([2] if copy == "2" else [1, 2, 3])


def test_a_pharmacist_reads_the_page(pharmacist, visit):
    assert pharmacist.get("opd:slip", code=visit.code).status_code == 200


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_harmless_on_screen_paper_and_phone(doctor, client, centre, name):
    visit = slips.full(centre, name=name[:100], guardian_name=name[:100], street=name[:100], name_other=name[:100])
    print_ = slips.printed(visit)
    address = reverse("patient:page", args=[print_.token])
    client.post(address, {"answer": "3210"})

    pages = [doctor.get("opd:slip", code=visit.code), client.get(address), client.get(f"{address}?lang=en")]
    paper = doctor.post("opd:slip-print", code=visit.code)

    for page in pages:
        html = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "<link rel=attachment" not in html
        assert html.count("<style>") <= 1
        assert "@page{size" not in html.replace("&lt;style&gt;@page{size:1px}", "")
        assert ">49<" not in html
    document = PdfDocument(paper.content)
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [148, 210]
    assert b"/EmbeddedFile" not in paper.content
    assert b"root:" not in paper.content


def test_somebody_whose_role_ended_gets_nothing(doctor, visit):
    doctor.user.memberships.update(ends_on="2021-01-01")

    assert doctor.get("opd:slip", code=visit.code).status_code == 404


def test_nobody_signed_in_is_asked_to(client, visit):
    answer = client.get(reverse("opd:slip", args=[visit.centre.code, visit.code]))

    assert answer.status_code == 302
    assert visit.patient.name not in answer.content.decode()


def test_every_role_with_the_right_sees_the_print_buttons(centre, visit):
    for role in ("nurse", "doctor", "lab_technician", "pharmacist", "in_charge"):
        html = Worker.at(centre, role).get("opd:slip", code=visit.code).content.decode()

        assert 'data-key="F9"' in html
