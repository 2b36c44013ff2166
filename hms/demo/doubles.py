"""Three people of one centre who were registered twice, as it happens at a counter, and the night's search."""

import random
from datetime import timedelta

from django.utils import timezone

from hms.lib import ids
from hms.lib.text import is_devanagari
from registration.models import Patient
from registration.search import keys_of
from registration.services import doubles

COPIED = """
    name name_other sex birth_date birth_is_estimated guardian_name guardian_relation phone phone_owner phone_owner_name
    house street ward pincode post_office district state is_demo registered_by registered_centre
"""


def make(people: list[Patient], rng: random.Random) -> list[Patient]:
    """Second records of three adults out of `people`, who are all of one centre."""
    grown = [one for one in people if one.phone and one.guardian_name and _years(one) > 18 and not one.aadhaar_last4]
    women = [one for one in grown if one.sex == "F" and one.guardian_relation == "W" and "Devi" in _roman(one)]
    men = [one for one in grown if one.sex == "M"]
    if len(women) < 2 or not men:
        return []
    first, second = rng.sample(women, 2)
    again = [_other_script(first), _before_marriage(second), _other_phone(rng.choice(men))]
    for one in again:
        one.name_keys = keys_of(one.name, one.name_other)
    return Patient.objects.bulk_create(again)


def look_for() -> None:
    """What the job of the night does, so that the first morning shows it."""
    doubles.search(timezone.now())


def _again(person: Patient, **changes) -> Patient:
    facts = {name: getattr(person, name) for name in COPIED.split()}
    return Patient(
        **{**facts, **changes},
        uhid=ids.new_uhid(),
        aadhaar_absent=Patient.AadhaarAbsent.NOT_BROUGHT,
        registered_at=person.registered_at + timedelta(days=9),
    )


def _other_script(person: Patient) -> Patient:
    """Another clerk typed her in the other script, by her age, and left the house out."""
    born = person.birth_date.replace(month=1, day=1) + timedelta(days=365)
    return _again(
        person, name=person.name_other, name_other=person.name, birth_date=born, birth_is_estimated=True, house=""
    )


def _before_marriage(person: Patient) -> Patient:
    """Registered under her father's name years ago; his phone is the family's."""
    name, other = (text.replace("Devi", "Kumari").replace("देवी", "कुमारी") for text in (person.name, person.name_other))
    return _again(person, name=name, name_other=other, guardian_relation="F", guardian_name=_father(person))


def _father(person: Patient) -> str:
    return "हरि प्रसाद" if is_devanagari(person.name) else "Hari Prasad"


def _other_phone(person: Patient) -> Patient:
    """A new phone, and the mohalla written shorter."""
    return _again(person, phone=person.phone[:-4] + "0417", street=person.street.split(",")[0], house="")


def _roman(person: Patient) -> str:
    return f"{person.name} {person.name_other}"


def _years(person: Patient) -> int:
    return (timezone.localdate() - person.birth_date).days // 365
