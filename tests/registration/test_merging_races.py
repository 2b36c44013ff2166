"""Two people at the same moment, one of whom merges: one outcome, nothing lost, nobody waits for ever."""

import threading
import time
from functools import partial

import pytest
from django.db import connection, transaction

from opd.models import Allergy
from registration import services
from registration.models import Patient, PatientMerge, Visit
from registration.services.visiting import open_visit
from tests.centres.factories import DepartmentFactory, staff
from tests.registration.doubles import Doubles

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def doubles(in_charge):
    return Doubles.at(in_charge)


def kinds(answers) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def merge(doubles, by, keep="one"):
    return services.merge_records(
        doubles.pair, keep=keep, chosen={}, reason="x", versions=(1, 1), centre=doubles.worker.centre, by=by
    )


def test_two_people_merge_the_same_pair_and_one_merge_stands(doubles, in_threads):
    people = [staff("in_charge", doubles.worker.centre) for _ in range(2)]

    answers = in_threads(partial(merge, doubles, people[0], "one"), partial(merge, doubles, people[1], "other"))

    assert kinds(answers) == ["PatientMerge", "RecordMerged"]
    stands = PatientMerge.objects.get()
    assert Patient.objects.filter(pk__in=[doubles.one.pk, doubles.other.pk]).get().pk == stands.survivor_id


def test_a_visit_opened_while_its_record_is_merged_is_the_survivors_or_refused(doubles, in_threads):
    department = DepartmentFactory(centre=doubles.worker.centre, code="anc")
    clerk = staff("clerk", doubles.worker.centre)

    answers = in_threads(
        partial(open_visit, doubles.other, department, by=clerk), partial(merge, doubles, doubles.worker.user)
    )

    assert "PatientMerge" in kinds(answers)
    assert set(kinds(answers)) <= {"PatientMerge", "Visit", "RecordMerged"}
    assert not Visit.objects.filter(patient=doubles.other).exists()
    assert Visit.objects.filter(patient=doubles.one).count() == (3 if "Visit" in kinds(answers) else 2)


def test_what_a_doctor_writes_meanwhile_follows(doubles):
    """The allergy is written before the merge is committed and lands after it: the trigger waits and looks again."""
    locked, answers = threading.Event(), []

    def write():
        locked.wait(5)
        try:
            visit = Visit.objects.filter(patient=doubles.other.pk).first() or Visit(patient_id=doubles.other.pk)
            answers.append(
                Allergy.objects.create(
                    patient_id=visit.patient_id, substance="Sulpha", noted_at="2026-11-24T09:00+05:30",
                    noted_by=doubles.worker.user,
                ).pk
            )  # fmt: skip
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    with transaction.atomic():
        merge(doubles, doubles.worker.user)
        locked.set()
        time.sleep(0.3)
    thread.join(10)

    assert len(answers) == 1
    assert Allergy.objects.get().patient_id == doubles.one.pk


def test_a_merge_gives_way_to_somebody_who_is_writing(doubles):
    """The doctor holds the visit and the patient; the merge says so within a second, and the doctor loses nothing."""
    held, done = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                Visit.objects.select_for_update().get(patient=doubles.other)
                held.set()
                done.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    held.wait(5)
    began = time.monotonic()
    with pytest.raises(services.locking.RecordBusy):
        merge(doubles, doubles.worker.user)
    took = time.monotonic() - began
    done.set()
    thread.join(10)

    assert took < 3
    assert PatientMerge.objects.count() == 0
    assert merge(doubles, doubles.worker.user).pk


def test_undone_twice_at_once_and_one_undo_stands(doubles, in_threads):
    made = merge(doubles, doubles.worker.user)

    answers = in_threads(partial(doubles.undo, made), partial(doubles.undo, made))

    assert kinds(answers) == ["NotInThisState", "PatientMerge"]
    assert Patient.objects.filter(pk__in=[doubles.one.pk, doubles.other.pk]).count() == 2


def test_the_undo_and_a_new_visit_at_once(doubles, in_threads):
    made = merge(doubles, doubles.worker.user)
    department = DepartmentFactory(centre=doubles.worker.centre, code="anc")
    clerk = staff("clerk", doubles.worker.centre)

    answers = in_threads(partial(open_visit, doubles.one, department, by=clerk), partial(doubles.undo, made))

    assert kinds(answers) == ["PatientMerge", "Visit"]
    assert Visit.objects.get(department=department).patient_id == doubles.one.pk
    assert Visit.objects.filter(patient=doubles.other).count() == 1
