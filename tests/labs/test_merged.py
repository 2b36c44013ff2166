"""A record that was put together with another one while its tube was at the bench."""

import pytest

from centres.permissions import Role
from labs.models import Result
from tests.centres.signing import Worker
from tests.labs.factories import collected
from tests.registration.doubles import Doubles

pytestmark = pytest.mark.django_db


def test_a_value_typed_before_the_records_were_merged_is_kept_with_the_one_that_stays(lab, lab_technician):
    doubles = Doubles.at(Worker.at(lab, Role.IN_CHARGE))
    visit = doubles.other.visits.get()
    order = collected(visit, "HB")["HB"]
    doubles.merge(phone="one")

    posted = {f"value-{order.code}": "9.8", f"seen-{order.code}": "0"}
    response = lab_technician.post("labs:results", posted, code=visit.code)

    assert response.status_code == 302
    assert Result.objects.get().order.visit.patient == doubles.one
