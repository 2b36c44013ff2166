"""How far an office sees."""

import pytest

from centres.models import Centre, Membership
from centres.permissions import Reach, Role, reach
from tests.centres.factories import CentreFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], Reach.CENTRE),
        ([Role.IN_CHARGE, Role.DOCTOR], Reach.CENTRE),
        ([Role.DISTRICT_OFFICER], Reach.DISTRICT),
        ([Role.DISTRICT_OFFICER, Role.ADMINISTRATOR], Reach.NETWORK),
    ],
)
def test_the_widest_role_counts(roles, expected):
    assert reach(roles) is expected


def test_each_reach_gives_its_centres(centre, office):
    near = CentreFactory(code="NEAR-1", district="patna")
    far = CentreFactory(code="FAR-1", district="Nalanda")

    def seen(how_far):
        return set(Centre.objects.reached_from(office, how_far))

    assert seen(Reach.CENTRE) == {office}
    assert seen(Reach.DISTRICT) == {office, centre, near}
    assert seen(Reach.NETWORK) == {office, centre, near, far}


def test_totals_over_several_centres(clerk, centre, office):
    far = CentreFactory(district="Nalanda")
    Membership.objects.create(user=clerk.user, centre=far, role=Role.CLERK, starts_on="2020-01-01")

    rows = Membership.objects.for_centres(Centre.objects.reached_from(office, Reach.DISTRICT))

    assert [row.centre for row in rows] == [centre]


def test_an_office_of_the_next_district_sees_its_own(district_officer, office, centre):
    office.district = "Nalanda"
    office.save()

    page = district_officer.get("centre:network").content.decode()

    assert centre.code not in page
