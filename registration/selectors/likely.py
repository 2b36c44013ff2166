"""People who may be the one at the counter: a few candidates from three indexes, then the rules of likeness."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from registration.likeness import ASKED_FROM, SHOWN_FROM, Likeness, Traits, likeness
from registration.models import Identifier, Patient

EACH = 25  # candidates from each index
AGE_WINDOW = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Likely:
    patient: Patient
    likeness: Likeness
    has_same_aadhaar: bool

    @property
    def is_very_likely(self) -> bool:
        return self.likeness.points >= ASKED_FROM


def likely_people(data, *, aadhaar_digests: list[bytes] = (), limit: int = 5) -> list[Likely]:
    """Most likely first (1 query, three index reads). `data` has the names of NewPatient; unknown is empty."""
    sources = _sources(data, aadhaar_digests)
    if not sources:
        return []
    found = sources[0].union(*sources[1:]) if len(sources) > 1 else sources[0]
    aadhaar = Identifier.objects.filter(patient=OuterRef("pk"), kind="aadhaar", index__in=aadhaar_digests)
    patients = (
        Patient.objects.filter(pk__in=found).annotate(same_aadhaar=Exists(aadhaar)).select_related("registered_centre")
    )
    mine = traits(data)
    rated = [Likely(p, likeness(mine, traits(p), same_aadhaar=p.same_aadhaar), p.same_aadhaar) for p in patients]
    shown = [one for one in rated if one.likeness.points >= SHOWN_FROM or one.has_same_aadhaar]
    return sorted(shown, key=lambda one: (-one.likeness.points, one.patient.pk))[:limit]


def traits(person) -> Traits:
    return Traits(
        name=person.name,
        guardian=person.guardian_name,
        relation=getattr(person, "guardian_relation", ""),
        sex=person.sex,
        birth=person.birth_date,
        is_estimated=person.birth_is_estimated,
        phone=person.phone,
        ward=person.ward,
        pincode=person.pincode,
        last4=getattr(person, "aadhaar_last4", "") or getattr(person, "aadhaar", "")[-4:],
    )


def _sources(data, aadhaar_digests):
    keys = Patient.objects.order_by().values("pk")
    sources = []
    if data.phone:
        sources.append(keys.filter(phone=data.phone)[:EACH])
    if data.name_keys and data.birth_date:
        born = (data.birth_date - AGE_WINDOW, data.birth_date + AGE_WINDOW)
        sources.append(keys.filter(name_keys=data.name_keys, birth_date__range=born)[:EACH])
    if aadhaar_digests:
        owners = Identifier.objects.filter(kind="aadhaar", index__in=aadhaar_digests).order_by()
        sources.append(owners.values("patient_id")[:1])
    return sources
