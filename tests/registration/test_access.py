"""Opening records of other centres: two facts, a slip, a visit, or a reason."""

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from registration import access, references, services
from registration.errors import NoMatch, ReasonMissing
from registration.models import PatientAccess
from tests.registration.factories import TEST_AADHAAR, PatientFactory, VisitFactory, new_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    return PatientFactory(street="Gupt Gali", phone="9876543210")


def reference(worker, patient, **known) -> str:
    return references.of_person(patient.pk, user=worker.user, centre=worker.centre, **known)


def test_a_visit_opens_the_record_here_and_nowhere_else(clerk, stranger):
    visit = services.open_visit(stranger, clerk.centre.departments.get(), by=clerk.user)

    assert access.may_open(stranger, clerk.centre)
    assert not access.may_open(stranger, VisitFactory().centre)
    assert visit.kind == "new"


def test_access_ends_with_the_day(clerk, stranger):
    access.grant(stranger, clerk.centre, "lookup", by=clerk.user)
    PatientAccess.objects.update(day=timezone.localdate() - timezone.timedelta(days=1))

    assert not access.may_open(stranger, clerk.centre)
    assert not access.may_see_facts(stranger, clerk.centre)


def test_number_and_year_of_birth_open_the_record_for_the_day(clerk, stranger):
    where = reference(clerk, stranger)
    assert "Gupt Gali" not in clerk.get("registration:person", reference=where).content.decode()

    answer = clerk.post("registration:unlock", {"number": "98765 43210", "year": "१९८६"}, reference=where)

    assert "Gupt Gali" in clerk.client.get(answer.url).content.decode()
    assert PatientAccess.objects.get(patient=stranger).basis == "lookup"


def test_an_aadhaar_number_is_such_a_number_too(clerk):
    elsewhere = VisitFactory().department
    data = new_patient(elsewhere, aadhaar=TEST_AADHAAR, aadhaar_absent="")
    patient = services.register(data, centre=elsewhere.centre, by=clerk.user).patient

    access.grant_by_facts(patient, clerk.centre, number="9999 5260 1814", year=1986, by=clerk.user)

    assert access.may_open(patient, clerk.centre)


@pytest.mark.parametrize(("number", "year"), [("98765 43210", 1987), ("98765 43211", 1986), ("", 1986)])
def test_one_wrong_fact_opens_nothing(clerk, stranger, number, year):
    with pytest.raises(NoMatch):
        access.grant_by_facts(stranger, clerk.centre, number=number, year=year, by=clerk.user)

    assert not access.may_open(stranger, clerk.centre)


def test_guessing_years_is_audited_and_ends_after_five(clerk, stranger):
    where = reference(clerk, stranger, knows_number=True)

    pages = [clerk.post("registration:unlock", {"year": str(year)}, reference=where) for year in range(1981, 1986)]
    right = clerk.post("registration:unlock", {"year": "1986"}, reference=where)

    assert [page.status_code for page in pages] == [409] * 5
    assert AuditEvent.objects.filter(action="denied.access", patient_key=stranger.pk).count() == 6
    assert (right.status_code, access.may_open(stranger, clerk.centre)) == (409, False)


def test_breaking_the_glass_needs_a_reason_and_the_right(clerk, doctor, stranger):
    with pytest.raises(ReasonMissing):
        access.grant(stranger, doctor.centre, "break_glass", by=doctor.user, reason=" why ")

    refused = clerk.post("registration:break-glass", {"reason": "unconscious, brought by police"},
                         reference=reference(clerk, stranger))  # fmt: skip
    opened = doctor.post("registration:break-glass", {"reason": "unconscious, brought by police"},
                         reference=reference(doctor, stranger))  # fmt: skip

    assert (refused.status_code, opened.status_code) == (403, 302)
    row = PatientAccess.objects.get(patient=stranger)
    assert (row.basis, row.reason) == ("break_glass", "unconscious, brought by police")
    assert "police" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_facts_of_a_closed_record_cannot_be_reached_by_any_address(clerk, stranger):
    where = reference(clerk, stranger)
    pages = [clerk.get(f"registration:{name}", reference=where) for name in ("facts", "facts-edit", "withdraw")]

    assert [page.url for page in pages] == [clerk.url("registration:person", reference=where)] * 3
    assert clerk.post("registration:facts-edit", {"name": "X", "reason": "x"}, reference=where).status_code == 302
    stranger.refresh_from_db()
    assert stranger.version == 1


def test_opening_somebody_is_audited(clerk):
    patient = PatientFactory(registered_centre=clerk.centre)

    clerk.get("registration:person", reference=reference(clerk, patient))

    event = AuditEvent.objects.get(action="patient.opened")
    assert (event.by, event.centre, event.patient_key) == (clerk.user, clerk.centre, patient.pk)
