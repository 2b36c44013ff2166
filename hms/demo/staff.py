"""Who works in the demonstration, and how to sign in as them."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from centres.models import Centre, Membership, User
from centres.permissions import TOTP_ROLES, Role
from hms.demo import PASSWORD, PIN

# The same authenticator secret for every demonstration account: RFC 4226's test key.
TOTP_KEY = b"12345678901234567890".hex()
PLACES = {"UPHC-02": "yarpur", "UPHC-06": "chitkohra", "UPHC-09": "alamganj"}


@dataclass(frozen=True)
class Colleague:
    username: str
    role: Role
    centre: str
    name_en: str
    name_hi: str
    designation: str
    registration_number: str = ""


def _centre_staff(centre: str, place: str, names: tuple[tuple[str, str], ...]) -> list[Colleague]:
    jobs = (
        ("clerk", Role.CLERK, "Registration clerk"),
        ("nurse", Role.NURSE, "Staff nurse"),
        ("doctor", Role.DOCTOR, "Medical officer, MBBS"),
        ("lab", Role.LAB_TECHNICIAN, "Lab technician"),
        ("lab2", Role.LAB_TECHNICIAN, "Senior lab technician"),
        ("pharmacy", Role.PHARMACIST, "Pharmacist"),
        ("incharge", Role.IN_CHARGE, "Medical officer in charge"),
    )
    return [
        Colleague(
            f"{place}.{job}",
            role,
            centre,
            *name,
            designation,
            f"DEMO-{centre[-2:]}{number}" if role is Role.DOCTOR else "",
        )
        for number, ((job, role, designation), name) in enumerate(zip(jobs, names, strict=True))
    ]


STAFF = (
    *_centre_staff(
        "UPHC-02",
        "yarpur",
        (
            ("Reena Kumari", "रीना कुमारी"),
            ("Anita Kujur", "अनीता कुजूर"),
            ("Dr Harsh Mishra", "डॉ. हर्ष मिश्र"),
            ("Manoj Paswan", "मनोज पासवान"),
            ("Sadhana Sinha", "साधना सिन्हा"),
            ("Vikas Gupta", "विकास गुप्ता"),
            ("Dr Farhat Jahan", "डॉ. फ़रहत जहाँ"),
        ),
    ),
    *_centre_staff(
        "UPHC-09",
        "alamganj",
        (
            ("Sanjana Kumari", "संजना कुमारी"),
            ("Mary Toppo", "मेरी टोप्पो"),
            ("Dr Imtiaz Alam", "डॉ. इम्तियाज़ आलम"),
            ("Raju Rajak", "राजू रजक"),
            ("Neelam Devi", "नीलम देवी"),
            ("Chandan Sah", "चंदन साह"),
            ("Dr Usha Prasad", "डॉ. उषा प्रसाद"),
        ),
    ),
    *_centre_staff(
        "UPHC-06",
        "chitkohra",
        (
            ("Pooja Ray", "पूजा राय"),
            ("Sushma Tirkey", "सुषमा तिर्की"),
            ("Dr Abhay Thakur", "डॉ. अभय ठाकुर"),
            ("Sonu Mahto", "सोनू महतो"),
            ("Kumkum Verma", "कुमकुम वर्मा"),
            ("Nadeem Ansari", "नदीम अंसारी"),
            ("Dr Rashmi Chaudhary", "डॉ. रश्मि चौधरी"),
        ),
    ),
    Colleague(
        "pmch.doctor", Role.DOCTOR, "PMCH", "Dr Nivedita Sharan", "डॉ. निवेदिता शरण", "Senior resident", "DEMO-P1"
    ),
    Colleague("pmch.skin", Role.DOCTOR, "PMCH", "Dr Zoya Rahman", "डॉ. ज़ोया रहमान", "Dermatologist", "DEMO-P2"),
    Colleague("pmch.clerk", Role.CLERK, "PMCH", "Sunil Kumar Das", "सुनील कुमार दास", "Registration clerk"),
    Colleague("pmch.lab", Role.LAB_TECHNICIAN, "PMCH", "Rakesh Ranjan", "राकेश रंजन", "Lab technician"),
    Colleague("pmch.lab2", Role.LAB_TECHNICIAN, "PMCH", "Shabnam Ara", "शबनम आरा", "Senior lab technician"),
    Colleague("district", Role.DISTRICT_OFFICER, "CSO", "Dr Anil Verma", "डॉ. अनिल वर्मा", "Civil Surgeon's office"),
    Colleague("admin", Role.ADMINISTRATOR, "CSO", "Kavita Singh", "कविता सिंह", "System administrator"),
)


def make() -> dict[str, User]:
    """The demonstration's people by user name; running it again changes nothing but missing rows."""
    password, pin = make_password(PASSWORD), make_password(PIN)
    centres = {centre.code: centre for centre in Centre.objects.all()}
    today = timezone.localdate()
    people = {}
    for colleague in STAFF:
        user, _ = User.objects.get_or_create(
            username=colleague.username,
            defaults={
                "name_en": colleague.name_en,
                "name_hi": colleague.name_hi,
                "designation": colleague.designation,
                "registration_number": colleague.registration_number,
                "password": password,
                "pin": "" if colleague.role in TOTP_ROLES else pin,
                "is_demo": True,
            },
        )
        Membership.objects.get_or_create(
            user=user,
            centre=centres[colleague.centre],
            role=colleague.role,
            defaults={"starts_on": today - timedelta(days=400)},
        )
        if colleague.role in TOTP_ROLES:
            TOTPDevice.objects.get_or_create(user=user, name="demo", defaults={"key": TOTP_KEY, "confirmed": True})
        people[colleague.username] = user
    return people
