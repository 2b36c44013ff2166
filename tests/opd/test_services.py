"""Drafts, signatures, addenda, measurements, problems and referrals: every way out."""

import pytest
from django.db import Error, transaction

from centres.models import AuditEvent
from labs.errors import NotOffered
from labs.models import LabOrder
from opd import services
from opd.errors import (
    AlreadyNoted,
    AlreadySigned,
    NotClear,
    NothingWritten,
    NotSigned,
    StaleDraft,
    WrongStep,
)  # fmt: skip
from opd.models import Consultation, Problem, Referral, Vitals
from opd.services import Page
from registration.models import Visit
from registration.services import cancel_visit
from tests.centres.factories import HospitalFactory, UserFactory
from tests.labs.factories import load_catalogue
from tests.opd.factories import (
    PARACETAMOL,
    URI,
    AllergyFactory,
    ConsultationFactory,
    DiagnosisFactory,
    MedicineFactory,
    ProblemFactory,
    ReferralFactory,
    VitalsFactory,
    a_draft,
)  # fmt: skip
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def visit():
    return VisitFactory()


@pytest.fixture
def by():
    return UserFactory(name_en="Dr. Harsh Mishra")


def audited(action):
    return AuditEvent.objects.filter(action=action).count()


# --- drafts -----------------------------------------------------------------------------------------------------
def test_the_first_save_starts_the_consultation(visit, by):
    consultation = services.save_draft(visit, a_draft(history="two days"), version=0, by=by)

    assert (consultation.version, consultation.draft["history"], consultation.started_by) == (1, "two days", by)
    assert audited("consultation.started") == 1


def test_saving_the_same_again_changes_nothing(visit, by):
    first = services.save_draft(visit, a_draft(), version=0, by=by)

    again = services.save_draft(visit, a_draft(), version=1, by=by)

    assert (again.version, again.saved_at) == (1, first.saved_at)


def test_whoever_saves_over_another_page_is_told_and_nothing_is_overwritten(visit, by):
    other = UserFactory(name_en="Dr. Reena Sinha")
    services.save_draft(visit, a_draft(), version=0, by=by)
    services.save_draft(visit, a_draft(history="from Reena"), version=1, by=other)

    with pytest.raises(StaleDraft, match="Reena Sinha") as refused:
        services.save_draft(visit, a_draft(history="from Harsh"), version=1, by=by)

    assert refused.value.saved.draft["history"] == "from Reena"
    assert Consultation.objects.get().draft["history"] == "from Reena"


def test_two_who_both_begin_an_empty_draft_do_not_overwrite_each_other(visit, by):
    services.save_draft(visit, a_draft(history="first"), version=0, by=by, page=Page("one", 1))

    with pytest.raises(StaleDraft):
        services.save_draft(visit, a_draft(history="second"), version=0, by=UserFactory(), page=Page("two", 1))


def test_a_page_that_lost_the_answer_to_its_last_save_may_go_on(visit, by):
    services.save_draft(visit, a_draft(history="a"), version=0, by=by, page=Page("one", 1))

    saved = services.save_draft(visit, a_draft(history="a b"), version=0, by=by, page=Page("one", 2))

    assert (saved.version, saved.draft["history"]) == (2, "a b")


def test_a_save_that_arrives_after_its_successor_is_ignored(visit, by):
    services.save_draft(visit, a_draft(history="a b"), version=0, by=by, page=Page("one", 2))

    saved = services.save_draft(visit, a_draft(history="a"), version=0, by=by, page=Page("one", 1))

    assert saved.draft["history"] == "a b"


def test_a_second_doctor_in_the_draft_is_written_down(visit, by):
    services.save_draft(visit, a_draft(), version=0, by=by)

    services.save_draft(visit, a_draft(history="more"), version=1, by=UserFactory())

    assert audited("consultation.joined") == 1


def test_a_cancelled_visit_takes_no_draft(visit, by):
    cancel_visit(visit, by=by, reason="registered twice")

    with pytest.raises(WrongStep):
        services.save_draft(visit, a_draft(), version=0, by=by)


@pytest.mark.django_db(transaction=True)
def test_two_doctors_saving_fifty_times_each_lose_nothing(visit, in_threads):
    doctors = [UserFactory(), UserFactory()]
    kept = [[], []]

    def work(me):
        version, mine = 0, []
        for turn in range(50):
            mark = f"{me}-{turn}"
            while True:
                try:
                    current = Consultation.objects.filter(visit=visit).first()
                    lines = current.draft["history"].split("\n") if current else []
                    version = current.version if current else 0
                    text = "\n".join([*lines, mark]).strip("\n")
                    services.save_draft(visit, a_draft(history=text), version=version, by=doctors[me])
                    break
                except StaleDraft:
                    continue
            mine.append(mark)
        kept[me] = mine

    in_threads(lambda: work(0), lambda: work(1))

    assert sorted(Consultation.objects.get().draft["history"].split("\n")) == sorted(kept[0] + kept[1])
    assert len(kept[0] + kept[1]) == 100


# --- the signature ----------------------------------------------------------------------------------------------
@pytest.fixture
def catalogue():
    MedicineFactory()
    DiagnosisFactory()


def signed(visit, by, **sections):
    draft = a_draft(**sections)
    version = services.save_draft(visit, draft, version=0, by=by).version
    return services.sign(visit, version=version, by=by)


def test_a_signature_makes_everything_of_the_draft_final(visit, by, catalogue):
    hospital = HospitalFactory()

    consultation = signed(
        visit, by, diagnoses=[URI], medicines=[PARACETAMOL], history="three days", advice="आराम करें",
        follow_up="7d", referral={"to": hospital.code, "department": "ENT", "reason": "ear", "urgency": "soon"},
    )  # fmt: skip

    consultation.refresh_from_db()
    assert consultation.complaints == [{"en": "fever", "hi": "बुखार", "for": "3 दिन"}]
    assert (consultation.history, consultation.advice, consultation.signed_by) == ("three days", "आराम करें", by)
    assert (consultation.follow_up_on - visit.visit_on).days == 7
    diagnosis = consultation.diagnoses.get()
    assert (diagnosis.code, diagnosis.certainty, diagnosis.diagnosis.code) == ("J06.9", "final", "J06.9")
    item = consultation.prescription.get()
    assert (item.name_en, item.dose, item.days, item.quantity, item.unit) == ("Paracetamol", "1-1-1", 5, 15, "tablet")
    assert item.words_hi == "सुबह 1, दोपहर 1, रात 1 गोली — खाने के बाद, 5 दिन"
    referral = visit.referrals.get()
    assert (referral.to_centre, referral.department, referral.urgency) == (hospital, "ENT", "soon")
    visit.refresh_from_db()
    assert (visit.status, visit.slip_version) == (Visit.Status.DONE, 2)
    assert audited("consultation.signed") == 1


def test_the_tests_of_the_draft_are_ordered_with_the_signature(visit, by):
    load_catalogue(visit.centre)

    signed(visit, by, tests=["CBC", "RBS"])

    orders = LabOrder.objects.filter(visit=visit)
    assert orders.filter(panel__code="CBC").exists()
    assert orders.filter(test__code="RBS").count() == 1


def test_a_patient_who_waits_for_reports_is_away_and_not_done(visit, by):
    services.save_draft(visit, a_draft(), version=0, by=by)

    services.sign(visit, version=1, by=by, stay_open=True)

    visit.refresh_from_db()
    assert visit.status == Visit.Status.AWAY


def test_a_final_chronic_diagnosis_goes_on_the_list_once(visit, by):
    DiagnosisFactory(code="I10", name_en="Essential hypertension", is_chronic=True)
    line = {"code": "I10", "en": "x", "hi": "x", "certainty": "final"}

    signed(visit, by, diagnoses=[line])
    later = VisitFactory(patient=visit.patient)
    signed(later, by, diagnoses=[line])

    assert Problem.objects.get(patient=visit.patient).diagnosis.code == "I10"


def test_a_provisional_chronic_diagnosis_is_not_put_on_the_list(visit, by):
    DiagnosisFactory(code="I10", is_chronic=True)

    signed(visit, by, diagnoses=[{"code": "I10", "en": "x", "hi": "x", "certainty": "provisional"}])

    assert not Problem.objects.exists()


def test_an_empty_draft_cannot_be_signed(visit, by):
    services.save_draft(visit, a_draft(complaints=[]), version=0, by=by)

    with pytest.raises(NothingWritten):
        services.sign(visit, version=1, by=by)


def test_nothing_at_all_cannot_be_signed(visit, by):
    with pytest.raises(NothingWritten):
        services.sign(visit, version=0, by=by)


def test_a_draft_that_changed_after_it_was_read_is_not_signed(visit, by):
    services.save_draft(visit, a_draft(), version=0, by=by)
    services.save_draft(visit, a_draft(history="new"), version=1, by=by)

    with pytest.raises(StaleDraft):
        services.sign(visit, version=1, by=by)


def test_it_is_signed_once(visit, by):
    signed(visit, by)

    with pytest.raises(AlreadySigned):
        services.sign(visit, version=1, by=by)
    with pytest.raises(AlreadySigned):
        services.save_draft(visit, a_draft(history="later"), version=1, by=by)


@pytest.mark.parametrize(
    ("sections", "field"),
    [
        ({"follow_up": "someday"}, "follow_up"),
        ({"follow_up": "20y"}, "follow_up"),
        ({"medicines": [{**PARACETAMOL, "dose": "1000-0-0"}]}, "medicine"),
        ({"medicines": [{**PARACETAMOL, "dose": ""}]}, "medicine"),
        ({"medicines": [{**PARACETAMOL, "quantity": "-5"}]}, "medicine"),
        ({"medicines": [{**PARACETAMOL, "quantity": "100000"}]}, "medicine"),
        ({"medicines": [{**PARACETAMOL, "quantity": "lots"}]}, "medicine"),
        ({"referral": {"reason": "no hospital"}}, "ref_to"),
        ({"referral": {"to": "HOSP-NONE", "reason": "x"}}, "ref_to"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_box_and_nothing_happens(visit, by, catalogue, sections, field):
    services.save_draft(visit, a_draft(**sections), version=0, by=by)

    with pytest.raises(NotClear) as refused:
        services.sign(visit, version=1, by=by)

    assert refused.value.field == field
    assert Consultation.objects.get().signed_at is None
    visit.refresh_from_db()
    assert visit.status == Visit.Status.WAITING


def test_a_test_that_cannot_be_had_stops_the_whole_signature(visit, by, catalogue):
    services.save_draft(visit, a_draft(tests=["MRI"], diagnoses=[URI]), version=0, by=by)

    with pytest.raises(NotOffered):
        services.sign(visit, version=1, by=by)

    assert not Consultation.objects.get().diagnoses.exists()


def test_a_referral_needs_its_reason(visit, by):
    services.save_draft(visit, a_draft(referral={"to": HospitalFactory().code}), version=0, by=by)

    with pytest.raises(NotClear) as refused:
        services.sign(visit, version=1, by=by)

    assert refused.value.field == "ref_reason"


def test_names_come_from_the_catalogue_and_not_from_the_browser(visit, by, catalogue):
    signed(visit, by, medicines=[{**PARACETAMOL, "en": "Opium", "strength": "5 kg", "unit": "piece"}])

    item = Consultation.objects.get().prescription.get()
    assert (item.name_en, item.strength, item.unit) == ("Paracetamol", "500 mg", "tablet")


def test_a_medicine_in_the_doctors_own_words_is_kept(visit, by):
    signed(visit, by, medicines=[{**PARACETAMOL, "code": "", "en": "Local balm", "hi": "बाम", "form": ""}])

    item = Consultation.objects.get().prescription.get()
    assert (item.name_en, item.name_hi, item.medicine) == ("Local balm", "बाम", None)


@pytest.mark.parametrize("change", [{"history": "rewritten"}, {"signed_by": None}])
def test_the_database_refuses_to_change_what_is_signed(visit, by, change):
    consultation = signed(visit, by)

    with pytest.raises(Error, match="final"), transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).update(**change)


def test_tests_are_sent_before_signing_and_leave_the_draft(visit, by):
    load_catalogue(visit.centre)
    draft = a_draft(tests=["RBS"])
    services.save_draft(visit, draft, version=0, by=by)

    consultation = services.send_tests(visit, draft, version=1, by=by)

    assert consultation.draft["tests"] == []
    assert LabOrder.objects.get(visit=visit).test.code == "RBS"


# --- afterwards -------------------------------------------------------------------------------------------------
def test_an_addendum_stands_beside_what_was_signed(visit, by):
    consultation = signed(visit, by)

    services.add_addendum(visit, "Report seen, continue.", by=by)

    assert consultation.addenda.get().text == "Report seen, continue."
    visit.refresh_from_db()
    assert visit.slip_version == 3


def test_an_addendum_needs_a_signature_and_words(visit, by):
    with pytest.raises(NotSigned):
        services.add_addendum(visit, "early", by=by)
    signed(visit, by)
    with pytest.raises(NothingWritten):
        services.add_addendum(visit, "  ", by=by)


# --- measurements -----------------------------------------------------------------------------------------------
def test_measurements_are_written_and_a_correction_is_a_new_row(visit, by):
    services.record_vitals(visit, {"systolic": 148, "diastolic": 92}, by=by)
    services.record_vitals(visit, {"systolic": 138, "diastolic": 92}, by=by)

    assert list(Vitals.objects.filter(visit=visit).values_list("systolic", "is_current").order_by("pk")) == [
        (148, False), (138, True),
    ]  # fmt: skip
    assert (audited("vitals.recorded"), audited("vitals.corrected")) == (1, 1)


def test_the_same_measurements_again_change_nothing(visit, by):
    first = services.record_vitals(visit, {"pulse": 72}, by=by)

    assert services.record_vitals(visit, {"pulse": 72}, by=by) == first


def test_empty_measurements_are_refused(visit, by):
    with pytest.raises(NothingWritten):
        services.record_vitals(visit, {"note": ""}, by=by)


# --- what stays with the person ----------------------------------------------------------------------------------
def test_an_allergy_is_noted_once_and_taken_off_with_a_reason(visit, by):
    where = {"centre": visit.centre, "by": by}
    row = services.add_allergy(visit.patient, " Sulfa ", "rash", **where)

    with pytest.raises(AlreadyNoted):
        services.add_allergy(visit.patient, "sulfa", **where)
    with pytest.raises(NothingWritten):
        services.remove_allergy(visit.patient, row.pk, "", **where)
    services.remove_allergy(visit.patient, row.pk, "tolerated since", **where)

    assert not visit.patient.allergies.filter(removed_at=None).exists()
    assert audited("allergy.added") == audited("allergy.removed") == 1


def test_an_allergy_without_a_name_is_refused(visit, by):
    with pytest.raises(NothingWritten):
        services.add_allergy(visit.patient, " ", centre=visit.centre, by=by)


def test_a_problem_that_is_over_leaves_the_list(visit, by):
    problem = ProblemFactory(patient=visit.patient)

    services.resolve_problem(visit.patient, problem.pk, centre=visit.centre, by=by)

    problem.refresh_from_db()
    assert problem.resolved_by == by


# --- referrals ---------------------------------------------------------------------------------------------------
def test_a_referral_goes_there_and_comes_back_with_a_note(by):
    referral = ReferralFactory()

    services.mark_arrived(referral, by=by)
    services.mark_seen(referral, by=by)
    services.send_back(referral, "Wound healed. Continue metformin.", by=by)

    referral.refresh_from_db()
    assert (referral.status, referral.back_note) == (Referral.Status.BACK, "Wound healed. Continue metformin.")
    referral.visit.refresh_from_db()
    assert referral.visit.slip_version == 4


def test_a_referral_takes_no_step_twice_and_no_empty_note(by):
    referral = ReferralFactory()
    services.mark_arrived(referral, by=by)

    with pytest.raises(WrongStep):
        services.mark_arrived(referral, by=by)
    with pytest.raises(NothingWritten):
        services.send_back(referral, " ", by=by)


def test_factories_make_what_the_database_accepts():
    AllergyFactory()
    ConsultationFactory()
    VitalsFactory()
