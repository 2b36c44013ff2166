"""From the patient's own phone: a form nobody signs in for, a code, and a counter that only checks."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from centres import housekeeping
from centres.models import AuditEvent
from hms.lib import ids
from registration.errors import PreRegistrationUsed
from registration.models import Patient, PreRegistration, Visit
from registration.search import Kind, read
from registration.services import arrivals
from tests.centres.factories import CentreFactory, DepartmentFactory, OfficeFactory, UserFactory
from tests.registration.factories import TEST_AADHAAR, PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db
PAGE = "/p/UPHC-02"
SEARCH = "registration:search"
NEW = "registration:patient-new"


def typed(**changes):
    words = {
        "name": "सुनीता देवी", "birth": "46y", "sex": "F", "guardian_relation": "W", "guardian_name": "रमेश यादव",
        "phone": "98765 43210", "house": "12/A", "street": "यारपुर रोड", "ward": "14", "pincode": "800001",
    }  # fmt: skip
    return {**words, "key": str(uuid.uuid4()), **changes}


def leave(centre, **changes):
    words = {"name": "सुनीता देवी", "birth": "46y", "sex": "F", "phone": "9876543210", "street": "यारपुर रोड", **changes}
    return arrivals.leave(words, centre=centre, key=uuid.uuid4(), address="203.0.113.5")


def test_the_page_is_small_hindi_and_needs_nothing_else(centre, client):
    page = client.get(PAGE)
    text = page.content.decode()

    assert len(page.content) <= 14 * 1024
    assert 'lang="hi"' in text
    assert "मेरा कोड दीजिए" in text
    assert not any(part in text for part in ("<script", "<link", "<img", "src="))
    assert "script-src 'none'" in page["Content-Security-Policy"]
    assert page["Referrer-Policy"] == "no-referrer"


def test_aadhaar_is_not_asked_and_not_taken(centre, client):
    assert 'name="aadhaar"' not in client.get(PAGE).content.decode()

    refused = client.post(PAGE, typed(name=f"Sunita {TEST_AADHAAR}"))

    assert refused.status_code == 422
    assert TEST_AADHAAR not in refused.content.decode()
    assert not PreRegistration.objects.exists()


def test_filled_in_it_gives_a_code_and_its_qr(centre, client):
    answer = client.post(PAGE, typed())
    row = PreRegistration.objects.get()

    text = answer.content.decode()
    assert f"{row.code[:3]} {row.code[3:]}" in text
    assert "<svg" in text
    assert "सुनीता" not in text
    assert len(answer.content) <= 14 * 1024


def test_what_was_typed_is_sealed(centre, client):
    client.post(PAGE, typed())
    row = PreRegistration.objects.get()

    assert "सुनीता".encode() not in bytes(row.said)
    assert arrivals.said(row)["phone"] == "9876543210"
    assert arrivals.said(row)["birth"] == "46y"


@pytest.mark.parametrize(
    ("changes", "box"),
    [({"name": ""}, "name"), ({"birth": "yesterday"}, "birth"), ({"sex": "X"}, "sex"), ({"phone": "12"}, "phone"),
     ({"pincode": "8"}, "pincode"), ({"name": "x" * 299}, "name")],
)  # fmt: skip
def test_a_mistake_is_said_beside_its_box_and_nothing_is_lost(centre, client, changes, box):
    answer = client.post(PAGE, typed(**changes))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert text.index(f'id="id_{box}"') < text.index('class="e"')
    assert "यारपुर रोड" in text


@pytest.mark.parametrize(
    "changes",
    [{"key": "x"}, {"key": ""}, {"name": "a\x00b"}, {"district": TEST_AADHAAR}, {"phone_owner": "nobody"},
     {"name": "<script>alert(1)</script>"}, {"name": "9" * 100_000}],
)  # fmt: skip
def test_nonsense_is_answered_kindly(centre, client, changes):
    answer = client.post(PAGE, typed(**changes))

    assert answer.status_code in {200, 422}
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("place", ["NOPE", "uphc-02x", "CSO"])
def test_no_such_centre_or_an_office_is_nothing(centre, client, place):
    DepartmentFactory(centre=OfficeFactory())

    assert client.get(f"/p/{place}").status_code == 404


def test_sending_again_corrects_it_and_keeps_the_code(centre, client):
    form = typed()
    client.post(PAGE, form)
    client.post(PAGE, {**form, "name": "Sunita Kumari"})

    row = PreRegistration.objects.get()
    assert arrivals.said(row)["name"] == "Sunita Kumari"


def test_nothing_of_a_record_is_ever_shown(centre, client):
    """Somebody on record and somebody unknown get the same page, but for the code."""
    PatientFactory(name="सुनीता देवी", phone="9876543210", registered_centre=centre, uhid=ids.new_uhid())
    known = client.post(PAGE, typed()).content.decode()
    unknown = client.post(PAGE, typed(name="गीता", phone="9000000001")).content.decode()

    def plain(text, row):
        return text.split("<svg")[0].replace(f"{row.code[:3]} {row.code[3:]}", "CODE")

    first, second = PreRegistration.objects.order_by("pk")
    assert plain(known, first) == plain(unknown, second)


def test_an_address_that_sends_too_much_is_sent_to_the_counter(centre, client, monkeypatch):
    monkeypatch.setattr(arrivals, "PER_CALLER_AN_HOUR", 2)
    answers = [client.post(PAGE, typed()).status_code for _form in range(3)]
    other = client.post(PAGE, typed(), REMOTE_ADDR="203.0.113.9").status_code

    assert (answers, other) == ([200, 200, 429], 200)


def test_a_centre_cannot_be_flooded(centre, client, monkeypatch):
    monkeypatch.setattr(arrivals, "PER_CENTRE_AN_HOUR", 1)
    client.post(PAGE, typed())

    assert client.post(PAGE, typed(), REMOTE_ADDR="203.0.113.9").status_code == 429


def test_codes_are_no_phone_token_or_name(centre):
    for _one in range(300):
        code = arrivals._code()
        assert read(code) == (Kind.ARRIVAL, code, "")
        assert read(f"{code[:3].lower()} {code[3:].lower()}").value == code


@pytest.mark.parametrize("text", ["RAMESH", "9876543210", "123", "MCH-41", "234567", "GENER12"])
def test_what_people_type_otherwise_is_no_code(text):
    assert read(text).kind != Kind.ARRIVAL


def test_the_clerk_scans_it_and_finds_the_form_filled_in(clerk):
    row = leave(clerk.centre)

    page = clerk.post(SEARCH, {"q": row.code}).content.decode()

    assert 'value="सुनीता देवी"' in page
    assert 'value="9876543210"' in page
    assert page.count('title="मरीज़ ने फ़ोन पर लिखा"') == 5
    assert "हर खाना पढ़कर सुनाएँ" in page


@pytest.fixture
def typed_form(request):
    """The counter's form (conftest's `typed`, whose name is this module's own here)."""
    return request.getfixturevalue("typed")


def scanned_of(page: str) -> str:
    return page.split('name="scanned" value="')[1].split('"')[0]


def test_saving_makes_one_visit_says_where_it_came_from_and_empties_what_was_left(clerk, typed_form):
    row = leave(clerk.centre)
    page = clerk.post(SEARCH, {"q": row.code}).content.decode()

    clerk.post(NEW, typed_form(scanned=scanned_of(page)))

    visit = Visit.objects.get()
    row.refresh_from_db()
    assert (visit.source, row.visit, bytes(row.said), row.claimed_by) == ("own_phone", visit, b"", clerk.user)
    assert AuditEvent.objects.filter(action="own_phone.claimed").count() == 1


def test_a_second_counter_is_told_and_nothing_is_saved_twice(clerk, typed_form):
    row = leave(clerk.centre)
    page = clerk.post(SEARCH, {"q": row.code}).content.decode()
    clerk.post(NEW, typed_form(scanned=scanned_of(page)))

    again = clerk.post(
        NEW, typed_form(scanned=scanned_of(page), name="Asha Kumari", phone="9000000001", guardian_name="X Y")
    )

    assert (again.status_code, Patient.objects.count(), Visit.objects.count()) == (409, 1, 1)
    assert "दूसरे काउंटर ने" in again.content.decode()


def test_a_used_code_opens_the_visit_it_became(clerk):
    row = leave(clerk.centre)
    visit = VisitFactory(centre=clerk.centre)
    arrivals.claim(row.pk, visit, by=clerk.user)

    assert clerk.post(SEARCH, {"q": row.code}).url == clerk.url("registration:visit", code=visit.code)


def test_another_centres_code_and_an_old_one_are_nothing(clerk):
    theirs = leave(CentreFactory(), name="गीता")
    old = leave(clerk.centre, name="गीता")
    PreRegistration.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(hours=25))

    for row in (theirs, old):
        page = clerk.client.post(clerk.url(SEARCH), {"q": row.code}, follow=True).content.decode()
        assert "इस कोड पर यहाँ कोई जानकारी नहीं है" in page
        assert "गीता" not in page


def test_a_nurse_does_not_see_what_was_typed(nurse):
    row = leave(nurse.centre)

    page = nurse.client.post(nurse.url(SEARCH), {"q": row.code}, follow=True).content.decode()

    assert "सुनीता" not in page


def test_after_a_day_it_is_gone(centre):
    old, new = leave(centre), leave(centre)
    PreRegistration.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(hours=25))

    assert housekeeping.forget_old()["details from patients' phones"] == 1
    assert list(PreRegistration.objects.all()) == [new]


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_claim_it_once(centre, in_threads):
    row, by = leave(centre), UserFactory()
    first, second = VisitFactory(centre=centre), VisitFactory(centre=centre)

    answers = in_threads(*[lambda visit=visit: _claim(row, visit, by) for visit in (first, second)])

    assert sorted(type(one).__name__ for one in answers) == ["NoneType", PreRegistrationUsed.__name__]


def _claim(row, visit, by):
    with transaction.atomic():
        arrivals.claim(row.pk, visit, by=by)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_is_one(centre, in_threads):
    key = uuid.uuid4()

    answers = in_threads(*[lambda: arrivals.leave({"name": "A"}, centre=centre, key=key, address=None)] * 4)

    assert len({one.code for one in answers}) == 1
    assert PreRegistration.objects.count() == 1


def test_the_poster_is_one_a4_sheet(clerk, paper_fonts):
    answer = clerk.get("registration:poster")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.count(b"/Type /Page\n") <= 1
    assert answer.content[:5] == b"%PDF-"


def test_others_do_not_print_the_poster(doctor):
    assert doctor.get("registration:poster").status_code == 403
