"""Fill an empty database with the district, centre by centre, and say how far it is."""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from centres.models import Centre
from hms.demo import asked
from hms.demo.district import copying, staff
from hms.demo.district.days import Book, CentreDays
from hms.demo.people import PLACES, made_up
from hms.lib import ids, names
from labs.models import Test
from opd import services
from opd.models import Complaint, Diagnosis, Medicine, StockBatch, StockMove
from registration.models import Counter, Patient

PEOPLE_A_DAY = 34  # known people for each visit of an ordinary day: most come two or three times in the quarter
ODD_PHONE = "9000000000"  # one clerk types it when nobody gives a number
SHELF = ("Paracetamol", "Amoxicillin", "Metformin", "Amlodipine", "Zinc sulphate")


def build(
    *, days: int = 90, visits: int = 200_000, seed: int = 26, say: Callable[[str], None] = print
) -> dict[str, int]:
    """About `visits` visits over the last `days` days; how many of each kind were made. A centre is one transaction."""
    began, rng, now = time.monotonic(), random.Random(seed), timezone.now()  # noqa: S311 (made-up people)
    centres = _open_centres()
    with transaction.atomic():
        teams = staff.teams(centres, rng)
        staff.counters(centres, teams, rng)
    book, calendar = _book(), [timezone.localdate() - timedelta(days=back) for back in range(days, -1, -1)]
    shares = [rng.uniform(0.65, 1.35) for _ in centres]
    usual = visits / len(centres) / (days * 6 / 7) / 1.08
    total = {"patients": 0, "visits": 0, "consultations": 0, "results": 0}
    for place, centre in enumerate(centres, start=1):
        at_centre = random.Random(f"{seed}-{centre.code}")  # noqa: S311 (the same centre again, whatever came before)
        made = _centre(
            centre, teams[centre.pk], book, at_centre, now, calendar, round(usual * shares[place - 1]), place
        )
        for name, count in made.items():
            total[name] += count
        say(f"{place:>2}/{len(centres)} {centre.code}: {made['visits']:,} visits, {time.monotonic() - began:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for centre in centres[2:3]:
        asked.hurry(centre)
    say(f"sums of {services.keep_day_figures(at_most=days + 10)} days, {services.look_at_numbers().found} questions")
    return total


@transaction.atomic
def _centre(centre, team, book, rng, now, calendar, usual, place) -> dict[str, int]:
    with connection.cursor() as cursor:  # making rows up takes longer than a person may keep a transaction open
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")
    wards = _wards(place)
    people = [_patient(centre, team, rng, now, wards, place, book.used) for _ in range(usual * PEOPLE_A_DAY)]
    copying.copy(Patient, people)
    made = CentreDays(
        centre, team, people, book, rng, now, usual, rounds=place == 7, outbreak_ward=wards[0] if place == 9 else ""
    ).make(calendar)
    for rows in (made.visits, made.vitals, made.consultations, made.diagnoses, made.medicines, made.referrals):
        _insert(rows)
    for rows in (made.samples, made.orders, made.results):
        _insert(rows)
    Counter.objects.bulk_create(
        Counter(centre=centre, scope=scope, value=value) for scope, value in made.counters.items()
    )
    _shelf(centre, team, rng, now)
    return {
        "patients": len(people), "visits": len(made.visits), "consultations": len(made.consultations),
        "results": len(made.results),
    }  # fmt: skip


def _insert(rows) -> None:
    for row in rows[:1]:
        copying.copy(type(row), rows)


def _open_centres() -> list[Centre]:
    rows = list(Centre.objects.filter(kind=Centre.Kind.UPHC, is_active=True).order_by("code"))
    for row in rows:
        row.stage, row.is_demo = Centre.Stage.LIVE, True
    Centre.objects.bulk_update(rows, ["stage", "is_demo"])
    return rows


def _book() -> Book:
    return Book(
        {row.code: row for row in Diagnosis.objects.all()},
        {row.name_en: row for row in Complaint.objects.all()},
        {row.code: row for row in Test.objects.all()},
        Medicine.objects.filter(name_en="Paracetamol", form="tablet").order_by("pk").first(),
        Centre.objects.get(code="PMCH"),
        Centre.objects.filter(tier="secondary").order_by("code").first(),
        set(),
    )


def _wards(place: int) -> list[str]:
    """Three of the city's 75 wards for each centre."""
    return [str((place - 1) * 3 % 75 + step) for step in (1, 2, 3)]


def _patient(centre, team, rng, now, wards, place, used) -> Patient:
    person, (street_hindi, street, _ward, pincode, office) = made_up(rng), rng.choice(PLACES)
    hindi, phone = rng.random() < 0.7, f"{rng.choice('6789')}{rng.randint(10**8, 10**9 - 1)}"
    if rng.random() < 0.08:
        phone = ""
    elif place == 12 and rng.random() < 0.12:
        phone = ODD_PHONE
    while (number := str(rng.randint(10**9, 10**10 - 1))) in used:
        pass
    used.add(number)
    return Patient(
        uhid=number + ids.check_digit(number),
        name=person.hindi if hindi else person.roman,
        name_other=person.roman if hindi else person.hindi,
        name_keys=names.name_keys(person.roman),
        sex=person.sex,
        birth_date=timezone.localdate() - timedelta(days=person.age_days + 95),
        birth_is_estimated=True,
        guardian_name=person.guardian_hindi if hindi else person.guardian_roman,
        guardian_relation=person.relation,
        phone=phone,
        phone_owner="none" if not phone else "self",
        house=str(rng.randint(1, 180)),
        street=street_hindi if hindi else street,
        ward=rng.choices(wards, (5, 3, 2))[0],
        pincode=pincode,
        post_office=office,
        aadhaar_absent="not_brought",
        is_demo=True,
        registered_at=now - timedelta(days=rng.randint(91, 500)),
        registered_by=team["clerk"],
        registered_centre=centre,
    )


def _shelf(centre, team, rng, now) -> None:
    """A few medicines with their book; about one in six has run out."""
    for name in SHELF:
        medicine = Medicine.objects.filter(name_en=name, is_primary_level=True).order_by("pk").first()
        if medicine is None:
            continue
        received, left = now - timedelta(days=80), 0 if rng.random() < 0.16 else rng.randint(200, 4000)
        batch = StockBatch.objects.create(
            centre=centre, medicine=medicine, batch=f"D{rng.randint(1000, 9999)}", quantity=left,
            expires_on=date(2028, 3, 31), received_at=received, received_by=team["pharmacy"],
        )  # fmt: skip
        moves = [("received", 5000, received, 5000), ("issued", left - 5000, now - timedelta(days=3), left)]
        StockMove.objects.bulk_create(
            StockMove(batch=batch, kind=kind, change=change, balance=balance, moved_at=at, moved_by=team["pharmacy"])
            for kind, change, at, balance in moves
        )
