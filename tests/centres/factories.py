"""Centres and people for tests. All invented."""

import datetime

import factory
from factory.django import DjangoModelFactory

from centres.models import Centre, Department, Membership, OpdSession, Room, User
from centres.permissions import Role

# `UserFactory(password=…)` for tests that type it; everybody else is signed in without one.
PASSWORD = "neem-ped-ke-neeche-7"


class CentreFactory(DjangoModelFactory):
    class Meta:
        model = Centre

    code = factory.Sequence(lambda n: f"TEST-{n + 1:03d}")
    short_code = factory.Sequence(lambda n: f"T{n + 1:03d}")
    name_en = factory.Sequence(lambda n: f"UPHC Test {n + 1}")
    name_hi = factory.Sequence(lambda n: f"शहरी प्राथमिक स्वास्थ्य केंद्र, परीक्षण {n + 1}")
    kind = Centre.Kind.UPHC
    tier = "primary"
    phase = 1
    stage = Centre.Stage.LIVE
    locality = "Yarpur"
    pincode = "800001"
    phone = "0612-2200000"


class OfficeFactory(CentreFactory):
    class Meta:
        django_get_or_create = ["code"]

    code = "CSO"
    short_code = "CSO"
    name_en = "Office of the Civil Surgeon, Patna"
    name_hi = "सिविल सर्जन कार्यालय, पटना"
    kind = Centre.Kind.ADMIN
    tier = "admin"
    phase = None


class HospitalFactory(CentreFactory):
    code = factory.Sequence(lambda n: f"HOSP-{n + 1:03d}")
    short_code = factory.Sequence(lambda n: f"H{n + 1:03d}")
    name_en = factory.Sequence(lambda n: f"District Hospital {n + 1}")
    name_hi = factory.Sequence(lambda n: f"जिला अस्पताल {n + 1}")
    kind = Centre.Kind.DH
    tier = "secondary"
    phase = None


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    centre = factory.SubFactory(CentreFactory)
    number = factory.Sequence(lambda n: str(n + 1001))  # tests that care name a smaller one
    name_en = "Doctor's room"
    name_hi = "डॉक्टर का कमरा"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    centre = factory.SubFactory(CentreFactory)
    code = "general"
    kind = Department.Kind.GENERAL
    name_en = "General OPD"
    name_hi = "सामान्य ओ.पी.डी."
    room = factory.SubFactory(RoomFactory, centre=factory.SelfAttribute("..centre"))


class SessionFactory(DjangoModelFactory):
    """Monday 08:00 to 14:00."""

    class Meta:
        model = OpdSession

    centre = factory.SubFactory(CentreFactory)
    weekday = OpdSession.Weekday.MONDAY
    starts_at = datetime.time(8)
    ends_at = datetime.time(14)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n + 1}")
    name_en = factory.Sequence(lambda n: f"Anita Kumari {n + 1}")
    name_hi = factory.Sequence(lambda n: f"अनीता कुमारी {n + 1}")
    phone = factory.Sequence(lambda n: f"9{n + 1:09d}")
    designation = "Medical Officer"
    registration_number = factory.Sequence(lambda n: f"BCMR {10000 + n}")
    password = factory.PostGeneration(lambda user, create, value, **kwargs: _set_password(user, value))


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    centre = factory.SubFactory(CentreFactory)
    role = Role.CLERK
    starts_on = datetime.date(2020, 1, 1)


def staff(role, centre, **person) -> User:
    """A person with this role at this centre, in force since long ago."""
    return MembershipFactory(role=role, centre=centre, user=UserFactory(**person)).user


def _set_password(user, value):
    if value:
        user.set_password(value)
    else:
        user.set_unusable_password()
    user.save(update_fields=["password"])
