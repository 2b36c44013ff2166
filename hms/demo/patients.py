"""A thousand made-up people, written in a few statements."""

import random
from datetime import timedelta

from django.utils import timezone

from hms.demo.people import PLACES, made_up
from hms.lib import crypto, ids, names
from registration import consent
from registration.models import Consent, Identifier, Patient


def make(count: int, rng: random.Random, *, centres, clerks) -> list[Patient]:
    """Insert `count` patients over `centres`, each with consent; six in ten with an Aadhaar index."""
    numbers, cards = _numbers(count), _cards(count, rng)
    people = (_patient(rng, numbers.pop(), next(cards), centres, clerks) for _ in range(count))
    patients = Patient.objects.bulk_create(people, batch_size=2000)
    identifiers, consents = [], []
    for patient in patients:
        if patient.aadhaar_last4:
            identifiers.append(_aadhaar(patient))
        consents.append(_consent(patient))
    Identifier.objects.bulk_create(identifiers, batch_size=2000)
    Consent.objects.bulk_create(consents, batch_size=2000)
    return patients


def _numbers(count: int) -> set[str]:
    """So many different UHIDs: among a hundred thousand random ones two are likely the same."""
    numbers = set()
    while len(numbers) < count:
        numbers.add(ids.new_uhid())
    return numbers


def _patient(rng, uhid, card, centres, clerks) -> Patient:
    person = made_up(rng)
    centre = rng.choices(centres, weights=[5, 4, 3][: len(centres)])[0]
    hindi = rng.random() < 0.7
    street_hindi, street, ward, pincode, office = rng.choice(PLACES)
    registered_at = timezone.now() - timedelta(days=rng.randint(15, 400), minutes=rng.randint(0, 300))
    phone = "" if rng.random() < 0.08 else f"{rng.choice('6789')}{rng.randint(10**8, 10**9 - 1)}"
    number = card if person.age_days > 5 * 365 and rng.random() < 0.6 else ""
    patient = Patient(
        uhid=uhid,
        name=person.hindi if hindi else person.roman,
        name_other=person.roman if hindi else person.hindi,
        name_keys=names.name_keys(person.roman),
        sex=person.sex,
        birth_date=timezone.localdate() - timedelta(days=person.age_days),
        birth_is_estimated=not number,
        guardian_name=person.guardian_hindi if hindi else person.guardian_roman,
        guardian_relation=person.relation,
        phone=phone,
        phone_owner=("none" if not phone else "other" if person.age_days < 15 * 365 else "self"),
        phone_owner_name=(person.guardian_hindi if phone and person.age_days < 15 * 365 else ""),
        house=f"{rng.randint(1, 180)}{rng.choice(['', '', '/A', '/B'])}",
        street=street_hindi if hindi else street,
        ward=ward,
        pincode=pincode,
        post_office=office,
        aadhaar_last4=number[-4:],
        aadhaar_absent="" if number else rng.choice(["not_brought", "not_enrolled", "child"]),
        is_demo=True,
        registered_at=registered_at,
        registered_by=clerks[centre.pk],
        registered_centre=centre,
    )
    patient.aadhaar_number = number
    return patient


def _cards(count: int, rng):
    """Different Aadhaar numbers from the 9999 test range, which UIDAI gives to nobody."""
    for drawn in rng.sample(range(10**7), count + 20):
        body = f"9999{drawn:07d}"
        number = body + ids.check_digit(body)
        if ids.is_aadhaar(number):
            yield number


def _aadhaar(patient) -> Identifier:
    return Identifier(
        patient=patient,
        kind=Identifier.Kind.AADHAAR,
        index=crypto.aadhaar_index().digest(patient.aadhaar_number),
        key_version=crypto.aadhaar_index().version,
        last4=patient.aadhaar_last4,
        added_by=patient.registered_by,
    )


def _consent(patient) -> Consent:
    return consent.row(
        patient,
        "hi",
        Consent.Mode.SPOKEN,
        centre=patient.registered_centre,
        by=patient.registered_by,
        at=patient.registered_at,
    )
