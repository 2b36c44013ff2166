"""The facts of a person: seen, corrected with history, and consent taken back."""

import re

import pytest

from centres.models import AuditEvent
from hms.lib.dates import format_day
from registration import references, services
from registration.models import Consent, Identifier, Patient, PatientChange
from tests.registration.conftest import FORM
from tests.registration.factories import TEST_AADHAAR, VisitFactory, new_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(clerk):
    data = new_patient(clerk.centre.departments.get(), aadhaar=TEST_AADHAAR, aadhaar_absent="", house="12/A")
    return services.register(data, centre=clerk.centre, by=clerk.user).patient


@pytest.fixture
def where(clerk, patient):
    return references.of_person(patient.pk, user=clerk.user, centre=clerk.centre)


def correction(patient, **changes) -> dict:
    facts = {name: FORM[name] for name in FORM if hasattr(patient, name) and name not in {"aadhaar_absent"}}
    return {
        **facts, "birth": format_day(patient.birth_date), "version": patient.version, "reason": "card shown", **changes,
    }  # fmt: skip


def test_the_page_shows_who_and_when_and_nothing_clinical(clerk, patient, where):
    page = clerk.get("registration:facts", reference=where).content.decode()

    assert "XXXX XXXX 1814" in page
    assert "…43210" in page
    assert "9876543210" not in page
    assert clerk.user.name in page


def test_a_correction_keeps_the_old_words_and_the_reason(clerk, patient, where):
    answer = clerk.post("registration:facts-edit", correction(patient, name="सुनीता कुमारी"), reference=where)

    patient.refresh_from_db()
    change = PatientChange.objects.get(field="name")
    assert (patient.name, patient.version) == ("सुनीता कुमारी", 2)
    assert (change.before, change.after, change.reason) == ("सुनीता देवी", "सुनीता कुमारी", "card shown")
    assert "<s" in clerk.client.get(answer.url).content.decode()


def test_a_corrected_name_is_found_under_its_new_spelling(clerk, patient, where):
    clerk.post("registration:facts-edit", correction(patient, name="मीना कुमारी"), reference=where)

    found = clerk.client.post(clerk.url("registration:search"), {"q": "Mina Kumari"}, follow=True)

    assert "मीना कुमारी" in found.content.decode()


def test_the_second_of_two_corrections_sees_both_texts_and_loses_nothing(clerk, patient, where, english):
    form = correction(patient, street="नया टोला")
    services.correct_facts(
        patient, {"street": "पुराना टोला"}, reason="moved", version=1, centre=clerk.centre, by=clerk.user
    )

    refused = clerk.post("registration:facts-edit", form, reference=where)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "पुराना टोला" in page
    assert 'value="नया टोला"' in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    clerk.post("registration:facts-edit", {**form, "version": version}, reference=where)
    patient.refresh_from_db()
    assert (patient.street, patient.version) == ("नया टोला", 3)


def test_without_a_reason_nothing_is_corrected(clerk, patient, where):
    refused = clerk.post("registration:facts-edit", correction(patient, name="X Y", reason=" "), reference=where)

    patient.refresh_from_db()
    assert (refused.status_code, patient.name, PatientChange.objects.count()) == (422, "सुनीता देवी", 0)


def test_saving_an_unchanged_form_changes_nothing(clerk, patient, where):
    clerk.post("registration:facts-edit", correction(patient), reference=where)

    patient.refresh_from_db()
    assert PatientChange.objects.exclude(field="name_other").count() == 0


def test_taking_consent_back_leaves_nothing_of_the_aadhaar_number(clerk, patient, where):
    clerk.post("registration:withdraw", {"sure": "on"}, reference=where)

    patient.refresh_from_db()
    consent = Consent.objects.get(patient=patient)
    assert (patient.aadhaar_last4, Identifier.objects.count()) == ("", 0)
    assert (consent.withdrawn_by, AuditEvent.objects.filter(action="consent.withdrawn").count()) == (clerk.user, 1)
    assert "1814" not in clerk.get("registration:facts", reference=where).content.decode()


def test_after_that_the_number_may_be_registered_again(clerk, patient):
    services.withdraw_consent(patient, centre=clerk.centre, by=clerk.user)

    data = new_patient(clerk.centre.departments.get(), aadhaar=TEST_AADHAAR, aadhaar_absent="")
    assert services.register(data, centre=clerk.centre, by=clerk.user).patient != patient


def test_the_clerks_pages_hold_nothing_a_doctor_wrote(clerk):
    visit = VisitFactory(centre=clerk.centre)
    where = references.of_person(visit.patient_id, user=clerk.user, centre=clerk.centre)

    pages = [clerk.get(f"registration:{name}", reference=where).content.decode() for name in ("person", "facts")]

    assert not any(word in page for page in pages for word in ("diagnosis", "निदान", "prescription"))


def test_doctors_see_facts_but_do_not_correct_them(doctor):
    visit = VisitFactory(centre=doctor.centre)
    where = references.of_person(visit.patient_id, user=doctor.user, centre=doctor.centre)

    seen = doctor.get("registration:facts", reference=where)
    edit = doctor.get("registration:facts-edit", reference=where)

    assert (seen.status_code, edit.status_code) == (200, 403)
    assert "facts/edit" not in seen.content.decode()
    assert Patient.objects.get(pk=visit.patient_id).version == 1
