"""One transaction makes the patient, the visit, the token, the consent, the access and the audit."""

import threading

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from centres.models import AuditEvent
from hms.lib import ids
from registration import consent, services
from registration.errors import AadhaarTaken, ConsentMissing, LikelyDuplicates, NoSuchDepartment
from registration.models import Consent, Counter, Identifier, Patient, PatientAccess, Visit
from tests.centres.factories import DepartmentFactory, UserFactory
from tests.registration.factories import TEST_AADHAAR, PatientFactory, aadhaar, new_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return DepartmentFactory(centre__short_code="YRP")


@pytest.fixture
def clerk():
    return UserFactory()


def test_a_new_person_gets_uhid_token_number_and_a_place_in_the_queue(department, clerk):
    visit = services.register(new_patient(department), centre=department.centre, by=clerk)

    stored = Visit.objects.select_related("patient").get(pk=visit.pk)
    assert (stored.token, stored.daily_serial, stored.yearly_serial) == (1, 1, 1)
    assert stored.number == f"YRP-{timezone.localdate():%y%m%d}-001"
    assert (stored.status, stored.kind, stored.room) == ("waiting", "new", department.room)
    assert ids.parse_uhid(stored.patient.uhid) == stored.patient.uhid
    assert ids.parse_code(stored.code) == stored.code
    assert (stored.patient.name, stored.patient.name_keys) == ("सुनीता देवी", sorted(stored.patient.name_keys))


def test_everything_that_must_be_kept_is_kept_in_four_statements(department, clerk, django_assert_num_queries):
    data = new_patient(department, aadhaar=TEST_AADHAAR, aadhaar_absent="", not_same_as=frozenset())

    with django_assert_num_queries(4):
        visit = services.register(data, centre=department.centre, by=clerk)

    patient = Patient.objects.get(pk=visit.patient_id)
    agreed = Consent.objects.get(patient=patient)
    assert (agreed.notice_hash, agreed.mode, agreed.centre) == (consent.notice("hi").hash, "spoken", department.centre)
    assert PatientAccess.objects.get(patient=patient).basis == "visit"
    assert list(AuditEvent.objects.order_by("number").values_list("action", "patient_key")) == [
        ("patient.registered", patient.pk),
        ("visit.opened", patient.pk),
    ]


def test_only_the_last_four_digits_of_an_aadhaar_number_can_be_read_anywhere(department, clerk):
    data = new_patient(department, aadhaar=TEST_AADHAAR, aadhaar_absent="")
    visit = services.register(data, centre=department.centre, by=clerk)

    identifier = Identifier.objects.get(patient=visit.patient)
    assert (identifier.value, identifier.last4, visit.patient.aadhaar_last4) == ("", "1814", "1814")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM registration_patient p")
        (patient_row,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(row_to_json(e)::text, '') FROM centres_auditevent e")
        (audit_rows,) = cursor.fetchone()
    assert TEST_AADHAAR not in patient_row + audit_rows


def test_a_second_record_for_one_aadhaar_number_is_refused_and_names_the_first(department, clerk):
    data = new_patient(department, aadhaar=TEST_AADHAAR, aadhaar_absent="")
    first = services.register(data, centre=department.centre, by=clerk)

    other = new_patient(department, name="Rakesh Sahni", sex="M", aadhaar=TEST_AADHAAR, aadhaar_absent="")
    with pytest.raises(AadhaarTaken) as refusal:
        services.register(other, centre=department.centre, by=clerk)

    assert refusal.value.patient_key == first.patient_id
    assert refusal.value.field == "aadhaar"
    assert Patient.objects.count() == 1


def test_somebody_very_much_alike_must_be_answered_before_saving(department, clerk):
    known = PatientFactory(name="Sunita Devi", phone="9876543210", registered_centre=department.centre)

    with pytest.raises(LikelyDuplicates) as question:
        services.register(new_patient(department, not_same_as=frozenset()), centre=department.centre, by=clerk)
    assert [one.patient.pk for one in question.value.likely] == [known.pk]

    answered = new_patient(department, not_same_as=frozenset({known.pk}))
    visit = services.register(answered, centre=department.centre, by=clerk)
    assert visit.token == 1
    assert AuditEvent.objects.get(action="patient.registered").detail["not_same_as"] == [known.pk]


def test_without_consent_only_somebody_who_cannot_speak_is_registered(department, clerk):
    with pytest.raises(ConsentMissing):
        services.register(new_patient(department, consent_mode=None), centre=department.centre, by=clerk)

    unconscious = new_patient(department, consent_mode=None, aadhaar_absent="unconscious")
    visit = services.register(unconscious, centre=department.centre, by=clerk)
    assert Consent.objects.filter(patient=visit.patient).count() == 0


def test_another_centres_department_and_a_closed_one_are_refused(department, clerk):
    elsewhere = DepartmentFactory()
    closed = DepartmentFactory(centre=department.centre, code="dental", is_active=False)

    for wrong in (elsewhere, closed):
        with pytest.raises(NoSuchDepartment):
            services.register(new_patient(wrong), centre=department.centre, by=clerk)
    assert Patient.objects.count() == 0


def test_each_department_counts_its_tokens_and_the_centre_its_serials(department, clerk):
    dental = DepartmentFactory(centre=department.centre, code="dental")
    order = [department, dental, department]

    visits = [services.register(new_patient(one), centre=department.centre, by=clerk) for one in order]

    assert [visit.token for visit in visits] == [1, 1, 2]
    assert [visit.daily_serial for visit in visits] == [1, 2, 3]


def test_a_rolled_back_registration_leaves_no_gap(department, clerk):
    services.register(new_patient(department), centre=department.centre, by=clerk)
    with transaction.atomic():
        services.register(new_patient(department), centre=department.centre, by=clerk)
        transaction.set_rollback(True)
    again = services.register(new_patient(department), centre=department.centre, by=clerk)

    assert (again.token, again.daily_serial, again.yearly_serial) == (2, 2, 2)


def in_threads(count, act):
    """Run act(number) in `count` threads at once; the errors that came out."""
    errors, start = [], threading.Barrier(count)

    def run(number):
        try:
            start.wait()
            act(number)
        except (AadhaarTaken, LikelyDuplicates) as error:
            errors.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_sixteen_counters_at_once_give_every_token_once_and_leave_none_out(department, clerk):
    def three_people(number):
        for turn in range(3):
            data = new_patient(department, name=f"Asha {number} {turn}", aadhaar=aadhaar(10 * number + turn))
            services.register(data, centre=department.centre, by=clerk)

    assert in_threads(16, three_people) == []

    for column in ("token", "daily_serial", "yearly_serial"):
        assert list(Visit.objects.order_by(column).values_list(column, flat=True)) == list(range(1, 49))
    assert Counter.objects.get(scope=f"year:{timezone.localdate().year}").value == 48


@pytest.mark.django_db(transaction=True)
def test_two_counters_with_one_aadhaar_number_make_one_record(department, clerk):
    def same_number(number):
        data = new_patient(department, name=f"Asha {number}", aadhaar=TEST_AADHAAR, aadhaar_absent="")
        services.register(data, centre=department.centre, by=clerk)

    errors = in_threads(8, same_number)

    assert [type(error) for error in errors] == [AadhaarTaken] * 7
    assert Patient.objects.count() == Visit.objects.count() == Counter.objects.get(scope__startswith="token").value == 1
