"""The head of the slip: which centre, whose visit."""

from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from hms.lib import ids
from hms.lib.dates import Age
from opd.slip.words import joined
from registration.models import Patient


@dataclass(frozen=True)
class Place:
    """`hours` as "08:00–14:00"; empty where none are known for that weekday."""

    name_hi: str
    name_en: str
    address: str
    phone: str
    hours: str
    department: str
    room: str

    @property
    def room_line(self) -> str:
        return _("room %(number)s") % {"number": self.room} if self.room else ""


@dataclass(frozen=True)
class Identity:
    name: str
    name_other: str
    uhid: str
    age: str
    is_age_estimated: bool
    sex: str
    guardian: str
    guardian_label: str
    address: str
    phone: str
    aadhaar: str
    kind: str
    fee: str

    @property
    def is_long(self) -> bool:
        """Whether the facts take so many lines that A5 paper sets them smaller, to leave room for writing."""
        return len(self.name) + len(self.name_other) > 110 or len(self.guardian) > 60 or len(self.address) > 160


def place(visit) -> Place:
    centre = visit.centre
    ward = _("ward %(ward)s") % {"ward": centre.ward} if centre.ward else ""
    return Place(
        name_hi=centre.name_hi,
        name_en=centre.name_en,
        address=joined(centre.locality, ward, f"{centre.district} {centre.pincode}".strip()),
        phone=centre.phone,
        hours=", ".join(f"{_clock(row['starts'])}–{_clock(row['ends'])}" for row in visit.slip_hours),
        department=visit.department.name,
        room=visit.room.number if visit.room else "",
    )


def identity(visit, age: Age, *, is_staff: bool) -> Identity:
    """On paper the phone keeps its last four digits back: they open the link printed beside it."""
    patient = visit.patient
    return Identity(
        name=patient.name,
        name_other=patient.name_other,
        uhid=ids.format_uhid(patient.uhid),
        age=age.label,
        is_age_estimated=patient.birth_is_estimated,
        sex=patient.get_sex_display(),
        guardian=patient.guardian_name,
        guardian_label=patient.get_guardian_relation_display() or _("Guardian"),
        address=address(patient),
        phone=(ids.mask_phone_staff if is_staff else ids.mask_phone)(patient.phone),
        aadhaar=ids.mask_aadhaar(patient.aadhaar_last4) if patient.aadhaar_last4 else "",
        kind=visit.get_kind_display(),
        fee=_fee(visit.fee_rupees),
    )


def address(patient: Patient) -> str:
    ward = _("ward %(ward)s") % {"ward": patient.ward} if patient.ward else ""
    town = f"{patient.district} {patient.pincode}".strip()
    office = patient.post_office if patient.post_office not in {"", patient.district} else ""
    state = patient.state if patient.state != "Bihar" else ""
    return joined(patient.house, patient.street, ward, office, town, state)


def _fee(rupees) -> str:
    if not rupees:
        return _("free")
    return f"₹{rupees.normalize():f}"


def _clock(text: str) -> str:
    return f"{time.fromisoformat(text):%H:%M}"
