"""Who works at each of the 26 centres, with the sign-ins of the small demonstration where it has them."""

import random
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from centres.models import Centre, Membership, SignIn, User, Workstation
from centres.permissions import Role
from hms.demo import PASSWORD, PIN, staff
from hms.demo.people import FAMILIES, MEN, WOMEN, _pairs

JOBS = {
    "clerk": (Role.CLERK, "Registration clerk"),
    "nurse": (Role.NURSE, "Staff nurse"),
    "doctor": (Role.DOCTOR, "Medical officer, MBBS"),
    "doctor2": (Role.DOCTOR, "Medical officer, MBBS"),
    "lab": (Role.LAB_TECHNICIAN, "Lab technician"),
    "pharmacy": (Role.PHARMACIST, "Pharmacist"),
    "incharge": (Role.IN_CHARGE, "Medical officer in charge"),
}


def teams(centres: list[Centre], rng: random.Random) -> dict[int, dict[str, User]]:
    """Everybody's account by centre and job: `yarpur.clerk` as in the small demonstration, else `uphc01.clerk`."""
    known = staff.make()
    password, pin, made = make_password(PASSWORD), make_password(PIN), {}
    today = timezone.localdate()
    for centre in centres:
        place = staff.PLACES.get(centre.code, centre.code.lower().replace("-", ""))
        team = made[centre.pk] = {}
        for number, (job, (role, designation)) in enumerate(JOBS.items()):
            user = known.get(f"{place}.{job}") or _user(f"{place}.{job}", number, designation, password, pin, rng)
            team[job] = user
            Membership.objects.get_or_create(
                user=user, centre=centre, role=role, defaults={"starts_on": today - timedelta(days=400)}
            )
    return made


def _user(username, number, designation, password, pin, rng) -> User:
    given = rng.choice(_pairs(WOMEN if number % 2 else MEN))
    family = rng.choice(_pairs(FAMILIES))
    title = ("डॉ. ", "Dr ") if "officer" in designation.lower() else ("", "")
    return User.objects.create(
        username=username,
        name_hi=f"{title[0]}{given[0]} {family[0]}",
        name_en=f"{title[1]}{given[1]} {family[1]}",
        designation=designation,
        registration_number=f"DEMO-{username[4:6]}{number}" if title[1] else "",
        password=password,
        pin=pin,
        is_demo=True,
    )


def counters(centres: list[Centre], made, rng: random.Random) -> None:
    """Two computers at each centre, seen a moment ago; three of the fifty-two have been silent for hours."""
    now, silent = timezone.now(), set(rng.sample(range(len(centres) * 2), 3))
    for place, centre in enumerate(centres):
        for number in (1, 2):
            at_work = made[centre.pk]["clerk" if number == 1 else "doctor"]
            away = timedelta(hours=rng.randint(2, 5)) if place * 2 + number - 1 in silent else timedelta(minutes=1)
            station = Workstation.objects.create(
                centre=centre,
                name=f"{'Counter' if number == 1 else 'Room'} {number}",
                token_hash=rng.randbytes(32),
                opened_at=now - timedelta(hours=6),
                opened_by=at_work,
                open_until=now + timedelta(hours=8),
            )
            SignIn.objects.create(
                user=at_work,
                workstation=station,
                session_key=rng.randbytes(16).hex(),
                method=SignIn.Method.PASSWORD,
                started_at=now - timedelta(hours=6),
                seen_at=now - away,
            )
