"""A mother and her children on one page: all of them or nobody."""

import re

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from hms.lib.dates import years_before
from registration.models import Patient, Visit
from tests.registration.factories import PatientFactory

pytestmark = pytest.mark.django_db
FAMILY = "registration:family-new"
CHILDREN = {
    "child1_name": "पिंकी कुमारी",
    "child1_birth": "9y",
    "child1_sex": "F",
    "child2_name": "Rahul Kumar",
    "child2_birth": "6y",
    "child2_sex": "M",
    "child3_name": "Mohit Kumar",
    "child3_birth": "6y",
    "child3_sex": "M",
}


def test_a_mother_and_three_children_get_tokens_in_a_row(clerk, typed):
    answer = clerk.post(FAMILY, typed(**CHILDREN))

    visits = Visit.objects.select_related("patient").order_by("token")
    assert [(visit.token, visit.patient.name) for visit in visits] == [
        (1, "सुनीता देवी"),
        (2, "पिंकी कुमारी"),
        (3, "Rahul Kumar"),
        (4, "Mohit Kumar"),
    ]
    page = clerk.client.get(answer.url).content.decode()
    assert re.findall('class="token">(\\d+)<', page) == ["1", "2", "3", "4"]


def test_children_share_home_and_phone_and_have_the_mother_as_guardian(clerk, typed):
    clerk.post(FAMILY, typed(**CHILDREN))

    child = Patient.objects.get(name="Rahul Kumar")
    facts = (child.guardian_name, child.guardian_relation, child.phone, child.phone_owner, child.phone_owner_name)
    assert facts == ("सुनीता देवी", "M", "9876543210", "other", "सुनीता देवी")
    assert (child.street, child.ward, child.aadhaar_absent) == ("यारपुर रोड", "14", "child")
    assert child.birth_date == years_before(timezone.localdate(), 6)
    assert child.consents.count() == 1


def test_twins_are_not_taken_for_one_another(clerk, typed):
    twins = {**CHILDREN, "child3_name": "Rohit Kumar", "child2_name": "Mohit Kumar"}

    clerk.post(FAMILY, typed(**twins))

    assert Patient.objects.filter(birth_date=years_before(timezone.localdate(), 6)).count() == 2


def test_a_child_with_something_missing_says_so_beside_its_box_and_nothing_is_lost(english, clerk, typed):
    answer = clerk.post(FAMILY, typed(**{**CHILDREN, "child2_birth": "", "child3_sex": None}))

    page = answer.content.decode()
    assert (answer.status_code, Patient.objects.count()) == (422, 0)
    assert "Enter the birth date or age." in page
    assert "Choose the sex." in page
    for words in ("पिंकी कुमारी", "Rahul Kumar", "Mohit Kumar", "सुनीता देवी"):
        assert f'value="{words}"' in page


def test_without_a_child_it_is_not_a_family(english, clerk, typed):
    page = clerk.post(FAMILY, typed()).content.decode()

    assert "Enter at least one child. One person alone is registered with F2." in page
    assert Patient.objects.count() == 0


def test_a_child_on_record_already_must_be_answered_before_anybody_is_saved(english, clerk, typed):
    PatientFactory(
        name="Rahul Kumar",
        sex="M",
        guardian_name="सुनीता देवी",
        phone="9876543210",
        birth_date=years_before(timezone.localdate(), 6),
        registered_centre=clerk.centre,
    )

    answer = clerk.post(FAMILY, typed(**CHILDREN))

    page = answer.content.decode()
    assert (answer.status_code, Patient.objects.count()) == (409, 1)
    assert "Some of them may be registered already." in page
    sealed = re.search('name="not_same_as" value="([^"]+)"', page)[1]
    clerk.post(FAMILY, typed(**CHILDREN, not_same_as=sealed, somebody_else="on"))
    assert Patient.objects.count() == 5


def test_the_audit_says_how_many_came_together(clerk, typed):
    clerk.post(FAMILY, typed(**CHILDREN))

    assert AuditEvent.objects.get(action="family.registered").detail == {"people": 4}
