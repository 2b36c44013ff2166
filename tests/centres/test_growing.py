"""Growing is data: a district hospital of another district is opened, furnished and staffed through pages alone."""

import re

import pytest

from centres.models import Centre, Department, OpdSession
from centres.permissions import Role
from opd.selectors.room import hospitals
from tests.centres.factories import OfficeFactory
from tests.centres.signing import Worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOSPITAL = {
    "name_en": "District Hospital Nalanda", "name_hi": "सदर अस्पताल, नालंदा", "code": "NAL-DH", "short_code": "NDH",
    "kind": "DISTRICT_HOSPITAL", "tier": "secondary", "district": "Nalanda", "pincode": "803101",
    "locality": "Bihar Sharif", "fee_rupees": "0", "slip_valid_days": "15", "critical_minutes": "30", "is_active": "on",
}  # fmt: skip
SURGERY = {
    "name_en": "Surgery", "name_hi": "सर्जरी", "code": "surgery", "kind": "other", "position": "10", "is_active": "on",
}  # fmt: skip
ASHA = {
    "username": "asha.nal", "name_en": "Asha", "name_hi": "आशा", "role": "doctor", "language": "hi",
    "starts_on": "01-01-2026",
}  # fmt: skip


def test_a_district_hospital_is_added_without_code(administrator, centre):
    opened = administrator.post("centre:network-new", HOSPITAL)
    assert opened.status_code == 302
    hospital = Centre.objects.get(code="NAL-DH")
    administrator.post("centre:settings-department-new", SURGERY, at="NAL-DH")
    administrator.post("centre:settings-hours", {"starts_0_0": "8", "ends_0_0": "14"}, at="NAL-DH")
    administrator.post("centre:staff-new", ASHA, at="NAL-DH")

    assert [row.code for row in Department.objects.for_centre(hospital)] == ["surgery"]
    assert OpdSession.objects.for_centre(hospital).count() == 1
    assert [(row.user.username, row.role) for row in hospital.memberships.all()] == [("asha.nal", "doctor")]
    assert hospital in list(hospitals(centre))


def test_the_next_district_has_an_office_of_its_own(administrator, district_officer, centre):
    administrator.post("centre:network-new", HOSPITAL)
    office = OfficeFactory(code="CSO-NAL", short_code="CSN", district="Nalanda", name_en="Civil Surgeon, Nalanda")
    theirs = Worker.at(office, Role.DISTRICT_OFFICER)

    def seen(worker):
        return set(re.findall(r"NAL-DH|UPHC-02", worker.get("centre:network").content.decode()))

    assert (seen(district_officer), seen(theirs)) == ({"UPHC-02"}, {"NAL-DH"})
    assert seen(administrator) == {"UPHC-02", "NAL-DH"}
