"""Two records become one and come apart again: every row, every way out of the services."""

import datetime

import pytest
from django.db import IntegrityError, connection

from centres.errors import Conflict
from centres.models import AuditEvent
from hms.lib import crypto, ids
from labs.models import LabOrder
from opd.models import Allergy, FollowUp, Problem
from registration import services
from registration.errors import (
    CannotMerge,
    LaterMerge,
    NotChosen,
    NotInThisState,
    ReasonMissing,
    RecordMerged,
)
from registration.models import (
    Consent,
    DuplicatePair,
    Identifier,
    Patient,
    PatientAccess,
    PatientChange,
    PatientMerge,
    Visit,
)
from registration.search import read
from registration.selectors.people import find
from registration.services.visiting import open_visit
from tests.centres.factories import CentreFactory, DepartmentFactory
from tests.labs.factories import LabOrderFactory
from tests.opd.factories import AllergyFactory, DiagnosisFactory, FollowUpFactory, ProblemFactory
from tests.registration.doubles import Doubles, everything
from tests.registration.factories import TEST_AADHAAR, PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubles(in_charge):
    return Doubles.at(in_charge)


def number(patient, by, aadhaar=TEST_AADHAAR) -> Identifier:
    index = crypto.aadhaar_index()
    return Identifier.objects.create(
        patient=patient, kind="aadhaar", index=index.digest(aadhaar), key_version=index.version, last4=aadhaar[-4:],
        added_by=by,
    )  # fmt: skip


def written(person, **facts) -> None:
    for name, value in facts.items():
        setattr(person, name, value)
    person.save()


def furnished(doubles) -> Patient:
    """The other record with a row of everything that points at a patient."""
    other, by = doubles.other, doubles.worker.user
    visit = other.visits.get()
    LabOrderFactory(visit=visit)
    AllergyFactory(patient=other)
    ProblemFactory(patient=other)
    FollowUpFactory(visit=visit, patient=other)
    number(other, by)
    Consent.objects.create(
        patient=other, notice_version="1", notice_hash="x", language="hi", recorded_at=visit.registered_at,
        recorded_by=by, centre=visit.centre,
    )  # fmt: skip
    return other


def test_everything_follows_and_the_record_that_went_keeps_its_facts(doubles):
    other = furnished(doubles)

    merge = doubles.merge()

    other.refresh_from_db()
    assert (other.merged_into_id, other.name) == (doubles.one.pk, "सुनीता देवी")
    for model in (Visit, Identifier, Consent, Allergy, Problem, FollowUp):
        assert not model.objects.filter(patient=other).exists(), model
    assert LabOrder.objects.get().visit.patient == doubles.one
    assert set(merge.moved) == {
        "opd.allergy.patient",
        "opd.followup.patient",
        "opd.problem.patient",
        "registration.consent.patient",
        "registration.identifier.patient",
        "registration.visit.patient",
    }


def test_undo_restores_both_exactly(doubles):
    furnished(doubles)
    written(doubles.other, phone="9122233344", guardian_name="राजू")
    before = everything(doubles.one, doubles.other)

    doubles.undo(doubles.merge(phone="other", guardian="other"))

    assert everything(doubles.one, doubles.other) == before


def test_the_facts_that_were_chosen_stand_and_the_others_are_kept(doubles):
    written(doubles.other, phone="9122233344", birth_date=datetime.date(1984, 1, 1))

    merge = doubles.merge(phone="other", birth="one")

    doubles.one.refresh_from_db()
    change = PatientChange.objects.get(patient=doubles.one)
    assert (doubles.one.phone, doubles.one.birth_date) == ("9122233344", datetime.date(1986, 3, 5))
    assert (change.field, change.before, change.after) == ("phone", "9835012041", "9122233344")
    assert ids.format_uhid(doubles.other.uhid) in change.reason
    assert merge.facts["survivor"]["phone"] == "9835012041"


def test_what_only_one_record_knows_is_not_asked(in_charge):
    doubles = Doubles.at(in_charge, {"phone": "", "phone_owner": "none", "guardian_name": "", "guardian_relation": ""})

    doubles.merge()

    doubles.one.refresh_from_db()
    assert (doubles.one.phone, doubles.one.phone_owner) == ("9835012041", "self")
    assert doubles.one.guardian_name == "रमेश कुमार यादव"


def test_either_number_may_go_on(doubles):
    doubles.merge(keep="other")

    doubles.one.refresh_from_db()
    assert doubles.one.merged_into_id == doubles.other.pk


@pytest.mark.parametrize("keep", ["one", "other"])
def test_both_numbers_open_the_one_record(doubles, keep):
    merge = doubles.merge(keep=keep)

    for person in (doubles.one, doubles.other):
        assert find(read(person.uhid), doubles.worker.centre).exact.pk == merge.survivor_id


def test_the_record_that_went_is_in_no_list(doubles, in_charge):
    doubles.merge()

    for text in ("सुनीता देवी", "Sunita Devi", "9835012041"):
        people = find(read(text), in_charge.centre).people
        assert [person.pk for person in people] == [doubles.one.pk], text
    assert doubles.other.pk not in Patient.objects.values_list("pk", flat=True)


def test_the_survivor_is_known_where_the_other_was_seen(doubles):
    elsewhere = CentreFactory()
    VisitFactory(patient=doubles.other, centre=elsewhere)
    before = Patient.everyone.get(pk=doubles.one.pk).find_keys

    merge = doubles.merge()

    assert [person.pk for person in find(read("सुनीता देवी"), elsewhere).people] == [doubles.one.pk]
    doubles.undo(merge)
    assert Patient.objects.get(pk=doubles.one.pk).find_keys == before
    assert [person.pk for person in find(read("सुनीता देवी"), elsewhere).people] == [doubles.other.pk]


def test_two_visits_of_one_day_in_one_department_both_stay(doubles):
    merge = doubles.merge()

    visits = Visit.objects.filter(patient=doubles.one).order_by("token")
    assert [(visit.came_as_id, visit.status) for visit in visits] == [
        (None, "waiting"),
        (doubles.other.pk, "waiting"),
    ]
    with pytest.raises(services.visiting.AlreadyToday):
        open_visit(doubles.one, visits[0].department, by=doubles.worker.user)
    doubles.undo(merge)
    assert Visit.objects.get(patient=doubles.other).came_as is None


def test_what_may_stand_once_stays_behind_and_comes_back(doubles):
    diagnosis = DiagnosisFactory()
    kept = [ProblemFactory(patient=person, diagnosis=diagnosis) for person in (doubles.one, doubles.other)]
    said = [
        AllergyFactory(patient=person, substance="Penicillin", reaction="rash")
        for person in (doubles.one, doubles.other)
    ]
    AllergyFactory(patient=doubles.other, substance="Penicillin", reaction="could not breathe")
    before = everything(doubles.one, doubles.other)

    merge = doubles.merge()

    assert list(Problem.objects.filter(patient=doubles.one)) == [kept[0]]
    assert Allergy.objects.filter(patient=doubles.one).count() == 2
    assert Allergy.objects.get(pk=said[1].pk).patient_id == doubles.other.pk
    doubles.undo(merge)
    assert everything(doubles.one, doubles.other) == before


def test_leave_of_a_centre_that_both_have_is_not_doubled(doubles):
    centre = doubles.worker.centre
    assert PatientAccess.objects.for_centre(centre).filter(patient__in=[doubles.one, doubles.other]).count() == 2

    doubles.merge()

    assert PatientAccess.objects.for_centre(centre).filter(patient=doubles.one).count() == 1


def test_a_row_written_for_the_record_that_went_reaches_the_one_that_goes_on(doubles):
    doubles.merge()

    assert AllergyFactory(patient=doubles.other).pk
    assert Allergy.objects.get().patient_id == doubles.one.pk


def test_new_visits_stay_with_the_survivor_unless_they_are_chosen(doubles, in_charge):
    merge = doubles.merge()
    ward = [DepartmentFactory(centre=in_charge.centre, code=code, name_en=code) for code in ("anc", "dental")]
    stays, goes = (open_visit(doubles.one, department, by=in_charge.user) for department in ward)
    plan = FollowUpFactory(visit=goes, patient=doubles.one)

    doubles.undo(merge, visits=[goes.pk])

    goes.refresh_from_db()
    plan.refresh_from_db()
    stays.refresh_from_db()
    assert (stays.patient_id, goes.patient_id, plan.patient_id) == (doubles.one.pk, doubles.other.pk, doubles.other.pk)
    assert PatientMerge.objects.get().returned["visits"] == [goes.pk]


def test_an_older_visit_cannot_be_taken_along_by_naming_it(doubles):
    merge = doubles.merge()
    old = Visit.objects.get(patient=doubles.one, came_as=None)

    doubles.undo(merge, visits=[old.pk])

    old.refresh_from_db()
    assert old.patient_id == doubles.one.pk


def test_a_fact_corrected_since_keeps_the_correction(doubles, in_charge):
    written(doubles.other, phone="9122233344", guardian_name="राजू")
    merge = doubles.merge(phone="other", guardian="other")
    now = Patient.objects.get(pk=doubles.one.pk)
    services.correct_facts(
        now,
        {"phone": "9999988888"},
        reason="new phone",
        version=now.version,
        centre=in_charge.centre,
        by=in_charge.user,
    )

    undone = doubles.undo(merge)

    doubles.one.refresh_from_db()
    assert (doubles.one.phone, doubles.one.guardian_name) == ("9999988888", "रमेश कुमार यादव")
    assert undone.returned["kept"] == ["phone"]


class TestChains:
    @pytest.fixture
    def chain(self, in_charge):
        """A into B, B into C."""
        first = Doubles.at(in_charge)
        third = PatientFactory(registered_centre=in_charge.centre, name="Suneeta Devi")
        before = everything(first.one, first.other, third)
        earlier = first.merge(keep="one", name="one", phone="one")
        second = Doubles.of(in_charge, first.one, third)
        later = second.merge(keep="other", name="other", phone="other")
        return first, second, earlier, later, before

    def test_all_numbers_lead_to_the_last(self, chain, in_charge):
        first, second, *_rest = chain
        for person in (first.one, first.other, second.other):
            assert find(read(person.uhid), in_charge.centre).exact == second.other

    def test_the_first_merge_is_not_undone_before_the_later(self, chain):
        first, _second, earlier, later, _before = chain
        with pytest.raises(LaterMerge) as refused:
            first.undo(earlier)
        assert refused.value.merge == later
        assert Patient.everyone.get(pk=first.other.pk).merged_into_id == later.survivor_id

    def test_undone_in_the_right_order_everything_is_as_before(self, chain):
        first, second, earlier, later, before = chain
        second.undo(later)
        assert Patient.everyone.get(pk=first.other.pk).merged_into_id == first.one.pk
        first.undo(earlier)
        assert everything(first.one, first.other, second.other) == before


class TestRefusals:
    def test_a_conflict_must_be_chosen(self, doubles):
        written(doubles.other, phone="9122233344")
        for chosen in ({}, {"phone": "both"}, {"phone": ""}):
            with pytest.raises(NotChosen) as refused:
                doubles.merge(**chosen)
            assert refused.value.field == "take_phone"
        assert PatientMerge.objects.count() == 0

    def test_a_reason_is_needed(self, doubles):
        with pytest.raises(ReasonMissing):
            doubles.merge(reason="  ")

    def test_an_aadhaar_number_in_the_reason_is_masked(self, doubles):
        assert TEST_AADHAAR not in doubles.merge(reason=f"card {TEST_AADHAAR}").reason

    def test_two_aadhaar_numbers_are_two_people(self, doubles):
        number(doubles.one, doubles.worker.user)
        number(doubles.other, doubles.worker.user, "999959083016")
        with pytest.raises(CannotMerge):
            doubles.merge()

    def test_a_record_corrected_meanwhile_is_compared_again(self, doubles):
        versions = (doubles.one.version, doubles.other.version)
        Patient.objects.filter(pk=doubles.one.pk).update(version=7)
        with pytest.raises(Conflict):
            services.merge_records(
                doubles.pair, keep="one", chosen={}, reason="x", versions=versions,
                centre=doubles.worker.centre, by=doubles.worker.user,
            )  # fmt: skip

    def test_out_of_reach_is_refused_even_past_the_page(self, doubles):
        other = CentreFactory()
        with pytest.raises(CannotMerge):
            services.merge_records(
                doubles.pair, keep="one", chosen={}, reason="x", versions=(1, 1), centre=other, by=doubles.worker.user
            )
        assert PatientMerge.objects.count() == 0

    def test_twice_is_refused(self, doubles):
        doubles.merge()
        with pytest.raises(RecordMerged):
            doubles.merge()

    def test_undone_twice_is_refused(self, doubles):
        merge = doubles.merge()
        doubles.undo(merge)
        with pytest.raises(NotInThisState):
            doubles.undo(merge)

    def test_no_correction_and_no_visit_under_a_record_that_went(self, doubles, in_charge):
        doubles.merge()
        with pytest.raises(RecordMerged):
            services.correct_facts(
                doubles.other, {"name": "X"}, reason="x", version=1, centre=in_charge.centre, by=in_charge.user
            )
        with pytest.raises(RecordMerged):
            open_visit(doubles.other, in_charge.centre.departments.get(), by=in_charge.user)

    def test_a_practice_record_stays_apart(self, in_charge):
        doubles = Doubles.at(in_charge, {"is_demo": True})
        with pytest.raises(CannotMerge):
            doubles.merge()

    def test_the_database_refuses_what_must_never_be(self, doubles):
        doubles.merge()
        with pytest.raises(IntegrityError), connection.cursor() as cursor:
            cursor.execute("UPDATE registration_patient SET merged_into_id = id WHERE id = %s", [doubles.one.pk])


class TestAadhaar:
    def test_consent_taken_back_clears_both_and_no_undo_brings_it_back(self, doubles, in_charge):
        written(doubles.other, aadhaar_last4="1814", aadhaar_absent="", aadhaar_seen=True)
        number(doubles.other, in_charge.user)
        merge = doubles.merge()
        assert Patient.objects.get(pk=doubles.one.pk).aadhaar_last4 == "1814"

        services.withdraw_consent(doubles.one, centre=in_charge.centre, by=in_charge.user)
        doubles.undo(merge)

        for person in Patient.objects.filter(pk__in=[doubles.one.pk, doubles.other.pk]):
            assert (person.aadhaar_last4, person.aadhaar_seen) == ("", False)
        assert not PatientMerge.objects.exclude(survivor_aadhaar_last4="").exists()

    def test_the_digits_stand_in_no_history(self, doubles, in_charge):
        written(doubles.other, aadhaar_last4="1814", aadhaar_absent="")
        merge = doubles.merge()

        assert not PatientChange.objects.filter(field="aadhaar_last4").exists()
        assert "1814" not in str(merge.facts)
        doubles.undo(merge)
        assert Patient.objects.get(pk=doubles.one.pk).aadhaar_last4 == ""
        assert Patient.objects.get(pk=doubles.other.pk).aadhaar_last4 == "1814"


def test_everything_is_in_the_audit_of_both(doubles, in_charge):
    merge = doubles.merge()
    doubles.undo(merge, are_two_people=True)

    said = AuditEvent.objects.filter(action__startswith="patient.").order_by("number")
    assert [(event.action, event.patient_key) for event in said] == [
        ("patient.merged", doubles.one.pk),
        ("patient.merged_away", doubles.other.pk),
        ("patient.unmerged", doubles.one.pk),
        ("patient.unmerged", doubles.other.pk),
    ]
    assert {event.by for event in said} == {in_charge.user}


@pytest.mark.parametrize(("two", "state"), [(True, "not_same"), (False, "proposed")])
def test_after_an_undo_the_pair_waits_again_or_never(doubles, two, state):
    doubles.undo(doubles.merge(), are_two_people=two)

    assert DuplicatePair.objects.get().state == state
