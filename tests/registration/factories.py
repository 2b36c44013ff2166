"""People and their visits for tests. All invented; Aadhaar numbers come from the 9999 test range."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from hms.lib import ids
from registration.models import Patient, PatientAccess, Visit
from registration.search import keys_of
from registration.services import NewPatient
from tests.centres.factories import CentreFactory, DepartmentFactory, UserFactory

TEST_AADHAAR = "999952601814"
OTHER_AADHAAR = "999959083016"


def aadhaar(number: int) -> str:
    """The `number`-th of the test range."""
    body = f"9999{number:07d}"
    return body + ids.check_digit(body)


class PatientFactory(DjangoModelFactory):
    class Meta:
        model = Patient

    uhid = factory.LazyFunction(ids.new_uhid)
    name = factory.Iterator(["सुनीता देवी", "Ramesh Kumar Yadav", "शबाना खातून", "Arjun Manjhi", "गीता कुमारी"])
    name_other = ""
    name_keys = factory.LazyAttribute(lambda person: keys_of(person.name, person.name_other))
    sex = Patient.Sex.FEMALE
    birth_date = datetime.date(1986, 3, 5)
    guardian_name = "रमेश कुमार यादव"
    guardian_relation = Patient.Relation.HUSBAND
    phone = factory.Sequence(lambda n: f"98{n + 1:08d}")
    phone_owner = Patient.PhoneOwner.SELF
    house = "12/A"
    street = "यारपुर रोड"
    ward = "14"
    pincode = "800001"
    post_office = "Patna GPO"
    aadhaar_absent = Patient.AadhaarAbsent.NOT_BROUGHT
    registered_at = factory.LazyFunction(timezone.now)
    registered_by = factory.SubFactory(UserFactory)
    registered_centre = factory.SubFactory(CentreFactory)


class VisitFactory(DjangoModelFactory):
    """Waiting since now, in the general department of the patient's centre, with leave to open the record today."""

    class Meta:
        model = Visit
        skip_postgeneration_save = True

    code = factory.LazyFunction(ids.random_code)
    centre = factory.SubFactory(CentreFactory)
    patient = factory.SubFactory(PatientFactory, registered_centre=factory.SelfAttribute("..centre"))
    department = factory.LazyAttribute(lambda visit: general_of(visit.centre))
    room = factory.LazyAttribute(lambda visit: visit.department.room)
    visit_on = factory.LazyAttribute(lambda visit: timezone.localdate(visit.registered_at))
    token = factory.Sequence(lambda n: n + 1)
    place = factory.LazyAttribute(lambda visit: 0.5 if visit.is_priority else visit.token)
    is_priority = False
    daily_serial = factory.SelfAttribute("token")
    yearly_serial = factory.SelfAttribute("token")
    number = factory.LazyAttribute(
        lambda visit: f"{visit.centre.short_code}-{visit.visit_on:%y%m%d}-{visit.daily_serial:03}"
    )
    registered_at = factory.LazyFunction(timezone.now)
    registered_by = factory.SubFactory(UserFactory)
    access = factory.PostGeneration(lambda visit, create, value, **kwargs: _open_record(visit))


def general_of(centre):
    """The centre's general department, made when there is none yet."""
    found = centre.departments.filter(code="general").select_related("room", "centre").first()
    return found or DepartmentFactory(centre=centre)


def new_patient(department, **changes) -> NewPatient:
    """What a clerk types for somebody new."""
    facts = {
        "name": "सुनीता देवी",
        "sex": "F",
        "birth_date": datetime.date(1986, 3, 5),
        "guardian_name": "रमेश कुमार यादव",
        "guardian_relation": "W",
        "phone": "9876543210",
        "street": "यारपुर रोड",
        "ward": "14",
        "pincode": "800001",
        "aadhaar_absent": "not_brought",
    }
    return NewPatient(**{**facts, "department": department, **changes})


def _open_record(visit):
    PatientAccess.objects.get_or_create(
        patient=visit.patient,
        centre=visit.centre,
        day=visit.visit_on,
        defaults={
            "basis": PatientAccess.Basis.VISIT,
            "granted_at": visit.registered_at,
            "granted_by": visit.registered_by,
        },
    )
