"""The level-of-care gate: when it asks, what passes it, where the answer stands, and who changes its table."""

import pytest
from django.db import transaction
from django.utils import timezone

from centres.models import AuditEvent, Centre
from opd import care, catalogue, services
from opd.errors import CareLevelError, NeedsReason
from opd.models import CareLevel, Referral
from opd.slip.content import content
from tests.centres.factories import HospitalFactory
from tests.labs.factories import load_catalogue
from tests.opd.factories import (
    URI,
    CareLevelFactory,
    ConsultationFactory,
    DiagnosisFactory,
    MedicineFactory,
    StockBatchFactory,
    a_draft,
)
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
OWN = {"code": "", "en": "odd rash", "hi": "", "certainty": "final"}


@pytest.fixture
def college():
    return HospitalFactory(name_en="Patna Medical College", kind=Centre.Kind.MEDICAL_COLLEGE, tier="tertiary")


@pytest.fixture
def visit(centre):
    CareLevelFactory()
    return VisitFactory(centre=centre)


def draft_to(hospital, urgency="routine", diagnoses=(URI,), **more):
    wanted = {"to": hospital.code, "reason": "cold", "urgency": urgency, "department": "", **more}
    return a_draft(diagnoses=list(diagnoses), referral=wanted)


def sign(visit, by, draft, **kwargs):
    consultation = ConsultationFactory(visit=visit, draft=draft)
    return services.sign(visit, version=consultation.version, by=by, **kwargs)


# --- when it asks -------------------------------------------------------------------------------------------------
def test_a_cold_does_not_go_to_a_medical_college_without_a_reason(visit, doctor, college):
    with pytest.raises(NeedsReason) as refused:
        sign(visit, doctor.user, draft_to(college))

    assert refused.value.field == "up_reason"
    assert "Acute upper respiratory infection" in str(refused.value)
    assert not Referral.objects.exists()


def test_an_invented_reason_is_none(visit, doctor, college):
    with pytest.raises(NeedsReason):
        sign(visit, doctor.user, draft_to(college), up_reason="because")


def test_a_coded_reason_passes_and_is_kept(visit, doctor, college):
    sign(visit, doctor.user, draft_to(college, done="Nebulised twice"), up_reason="no_better")

    row = visit.referrals.get()
    assert (row.up_reason, row.treatable_codes, row.done_before) == ("no_better", "J06.9", "Nebulised twice")


def test_an_emergency_passes_at_once_and_is_counted_as_one(visit, doctor, college):
    sign(visit, doctor.user, draft_to(college, "emergency"))

    assert (visit.referrals.get().up_reason, visit.referrals.get().treatable_codes) == ("emergency", "J06.9")


def test_a_district_hospital_is_not_asked_about(visit, doctor):
    sign(visit, doctor.user, draft_to(HospitalFactory()))

    assert (visit.referrals.get().up_reason, visit.referrals.get().treatable_codes) == ("", "")


def test_what_the_table_sends_to_a_hospital_passes_also_beside_a_cold(visit, doctor, college):
    CareLevelFactory(diagnosis=DiagnosisFactory(code="I64", name_en="Stroke"), level="hospital")
    stroke = {"code": "I64", "en": "Stroke", "hi": "लकवा", "certainty": "final"}
    sign(visit, doctor.user, draft_to(college, diagnoses=(URI, stroke)))

    assert visit.referrals.get().up_reason == ""


@pytest.mark.parametrize("diagnoses", [(), (OWN,), (URI, OWN)])
def test_without_a_coded_diagnosis_there_is_nothing_to_ask(visit, doctor, college, diagnoses):
    sign(visit, doctor.user, draft_to(college, diagnoses=diagnoses))

    assert visit.referrals.get().up_reason == ""


def test_a_hospital_refers_as_it_thinks_right(college):
    there = HospitalFactory()
    CareLevelFactory()

    assert care.gate(there, college, ["J06.9"]) is None


def test_a_condition_counts_only_where_its_tests_can_be_had(centre, visit, college):
    CareLevel.objects.update(tests=["HB"])

    assert care.gate(centre, college, ["J06.9"]) is None
    load_catalogue(centre)
    assert care.gate(centre, college, ["J06.9"]).codes == "J06.9"
    centre.tests.filter(test__code="HB").update(mode="not_today", reason="kit")
    assert care.gate(centre, college, ["J06.9"]) is None


@pytest.mark.parametrize(
    ("quantity", "days", "asks"), [(10, 30, True), (0, 30, False), (10, -1, False), (None, 0, True)]
)
def test_a_medicine_that_has_run_out_cannot_be_counted_on(centre, visit, college, quantity, days, asks):
    CareLevel.objects.update(medicines=["Paracetamol"])
    if quantity is not None:
        expires = timezone.localdate() + timezone.timedelta(days=days)
        StockBatchFactory(centre=centre, medicine=MedicineFactory(), quantity=quantity, expires_on=expires)

    assert (care.gate(centre, college, ["J06.9"]) is not None) is asks


# --- on screen and slip -------------------------------------------------------------------------------------------
def test_the_signing_page_asks_keeps_and_signs(visit, doctor, college):
    consultation = ConsultationFactory(visit=visit, draft=draft_to(college))
    shown = doctor.get("opd:consultation-sign", code=visit.code).content.decode()
    assert "This centre treats this itself: Acute upper respiratory infection." in shown
    assert "data-main autofocus" not in shown  # the first key goes to the question

    refused = doctor.post("opd:consultation-sign", {"version": consultation.version}, code=visit.code)
    assert refused.status_code == 422
    assert "Why the patient is not treated here: choose one." in refused.content.decode()

    doctor.post(
        "opd:consultation-sign", {"version": consultation.version, "up_reason": "patient_wish"}, code=visit.code
    )
    assert visit.referrals.get().up_reason == "patient_wish"


def test_an_emergency_is_not_an_answer_of_the_page(visit, doctor, college):
    consultation = ConsultationFactory(visit=visit, draft=draft_to(college))

    doctor.post("opd:consultation-sign", {"version": consultation.version, "up_reason": "emergency"}, code=visit.code)

    assert not visit.referrals.exists()


def test_the_page_does_not_ask_where_the_gate_passes(visit, doctor):
    ConsultationFactory(visit=visit, draft=draft_to(HospitalFactory()))

    assert "up_reason" not in doctor.get("opd:consultation-sign", code=visit.code).content.decode()


def test_reason_and_what_was_done_stand_on_the_slip(visit, doctor, college):
    sign(visit, doctor.user, draft_to(college, done="Steam, paracetamol"), up_reason="red_flag")

    paper, phone = (content(visit, audience=audience).clinical.referrals[0] for audience in ("paper", "phone"))
    assert (paper.done_before, paper.up_reason) == ("Steam, paracetamol", "Warning sign found")
    assert phone.done_before == "Steam, paracetamol"
    page = doctor.get("opd:slip", code=visit.code).content.decode()
    assert "Steam, paracetamol" in page
    assert "Warning sign found" in page


def test_a_sensitive_diagnosis_keeps_both_off_the_phone(visit, doctor, college):
    DiagnosisFactory(code="F32.9", is_sensitive=True)
    CareLevelFactory(diagnosis__code="F32.9")
    line = {**URI, "code": "F32.9"}
    sign(visit, doctor.user, draft_to(college, diagnoses=(line,), done="talked"), up_reason="no_better")

    phone = content(visit, audience="phone").clinical.referrals[0]
    assert (phone.done_before, phone.up_reason) == ("", "")


# --- its table ----------------------------------------------------------------------------------------------------
def edit(administrator, row, **changes):
    typed = {
        "version": row.version, "level": row.level, "tests": "", "medicines": "", "source": "test", "reason": "asked",
        **changes,
    }  # fmt: skip
    return administrator.post("opd:care-level", typed, icd=row.diagnosis.code)


def test_the_administrator_changes_a_row_and_the_history_says_what_was(administrator):
    row = CareLevelFactory()

    edit(administrator, row, level="hospital", is_reviewed="on", reason="Committee of 20-Nov-2026")

    row.refresh_from_db()
    assert (row.level, row.is_reviewed, row.version) == ("hospital", True, 2)
    shown = administrator.get("opd:care-level", icd="J06.9").content.decode()
    assert "At the health centre → In a hospital" in shown
    assert "Committee of 20-Nov-2026" in shown
    assert AuditEvent.objects.get(action="care_level.changed").detail == {"code": "J06.9"}


def test_a_later_catalogue_leaves_it_alone(administrator):
    catalogue.load()
    edit(administrator, CareLevel.objects.get(diagnosis__code="J06.9"), level="hospital")

    catalogue.load()

    assert CareLevel.objects.get(diagnosis__code="J06.9").level == "hospital"
    assert CareLevel.objects.filter(level="centre").count() == 104


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tests": "HB, NOSUCH"}, "Not in the catalogue: HB, NOSUCH."),
        ({"medicines": "Snake oil"}, "Not in the catalogue: Snake oil."),
        ({}, "Nothing is different."),
        ({"version": 7, "level": "hospital"}, "Somebody changed this meanwhile."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(administrator, changes, words):
    row = CareLevelFactory()

    refused = edit(administrator, row, **changes)

    assert refused.status_code == 409
    assert words in refused.content.decode()
    assert 'value="asked"' in refused.content.decode()
    row.refresh_from_db()
    assert row.version == 1


def test_an_unknown_code_is_not_there_and_officers_only_read(administrator, district_officer, doctor):
    row = CareLevelFactory()

    assert administrator.get("opd:care-level", icd="Z99.99").status_code == 404
    assert "Acute upper respiratory infection" in district_officer.get("opd:care-levels").content.decode()
    assert edit(district_officer, row, level="hospital").status_code == 403
    assert doctor.get("opd:care-levels").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_one_wins(in_threads, administrator):
    row = CareLevelFactory()
    values = {"level": "hospital", "tests": [], "medicines": [], "source": "test", "is_reviewed": False}

    def change(source):
        with transaction.atomic():
            return services.change_care_level(
                row, {**values, "source": source}, version=1, reason="x", by=administrator.user,
                centre=administrator.centre,
            )  # fmt: skip

    answers = in_threads(lambda: change("one"), lambda: change("two"))

    assert sum(isinstance(answer, CareLevelError) for answer in answers) == 1
    assert row.changes.count() == 1
