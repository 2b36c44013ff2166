"""Millions of invented people of Patna, copied into a database of their own."""

import itertools
import random
import time
from datetime import date, timedelta
from functools import lru_cache
from types import SimpleNamespace

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from centres.models import Centre, User
from hms.lib import ids, names
from hms.lib.names.tables import _rows
from registration.find_keys import find_keys
from registration.models.words import LEARN_SQL
from registration.search import keys_of

CENTRES = 26
STREETS = """Yarpur Road;Gardanibagh;Kankarbagh;Rajendra Nagar;Mithapur;Digha Ghat;Kumhrar;Patna City;Malsalami;Phulwari
Anisabad;Rajapur;Danapur;Sabzibagh;Pirbahore;Lohanipur;Chitkohra;Jakkanpur;Kadamkuan;Bahadurpur;Saidpur;Mainpura
Beur;Khagaul;Sandalpur;Nehru Nagar;Postal Park;Chandmari;Gulzarbagh;Marufganj""".replace("\n", ";").split(";")
HEADS = [
    "Ram",
    "Raj",
    "Shiv",
    "Vij",
    "Jay",
    "Dev",
    "Har",
    "Gir",
    "Suk",
    "Man",
    "Mun",
    "Sur",
    "Mah",
    "Nag",
    "Bas",
    "Kam",
    "Lal",
    "Sam",
    "Dil",
    "Tar",
    "Bir",
    "Dhan",
    "Gul",
    "Han",
    "Jag",
]
TAILS_M = [
    "esh",
    "endra",
    "an",
    "ji",
    "pal",
    "dev",
    "nath",
    "lal",
    "want",
    "deep",
    "pravesh",
    "kant",
    "vir",
    "raj",
    "adhar",
    "anand",
    "bir",
    "eshwar",
]
TAILS_F = [
    "ita",
    "ini",
    "iya",
    "wati",
    "rani",
    "mala",
    "lata",
    "maya",
    "kala",
    "shila",
    "devika",
    "isha",
    "mani",
    "priya",
    "ika",
]
INDEXES = ("patient_by_phone", "patient_by_find_keys", "patient_by_likeness", "patient_by_centre")
COLUMNS = [
    "uhid",
    "name",
    "name_other",
    "name_keys",
    "find_keys",
    "sex",
    "birth_date",
    "birth_is_estimated",
    "guardian_name",
    "guardian_relation",
    "phone",
    "phone_owner",
    "phone_owner_name",
    "house",
    "street",
    "ward",
    "pincode",
    "post_office",
    "district",
    "state",
    "aadhaar_last4",
    "aadhaar_absent",
    "aadhaar_seen",
    "is_demo",
    "registered_at",
    "registered_by_id",
    "registered_centre_id",
    "version",
]


def use(name: str, *, fresh: bool) -> None:
    """Point Django at the database; `fresh` makes it anew."""
    with connection.cursor() as cursor:
        if fresh:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)


def drop(name: str) -> None:
    connections.close_all()
    connections["default"].settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def build(count: int) -> None:
    names.telling_keys = lru_cache(maxsize=200_000)(names.telling_keys)  # the same names come again and again
    names.name_keys = lru_cache(maxsize=10_000)(names.name_keys)
    call_command("load_catalogues", verbosity=0)
    clerk = User.objects.create(username="bench", name_en="Bench", password="!")
    centres = list(Centre.objects.filter(code__startswith="UPHC").order_by("pk").values_list("pk", flat=True)[:CENTRES])
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("ALTER TABLE registration_patient DISABLE TRIGGER USER")
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)])
        definitions = cursor.fetchall()
        for index, _sql in definitions:
            cursor.execute(f'DROP INDEX "{index}"')
        took("rows", lambda: copy(cursor, count, centres, clerk.pk))
        for index, sql in definitions:
            took(index, lambda sql=sql: cursor.execute(sql))
        words = LEARN_SQL.format(keys="p.name_keys").replace("AS k) w", "AS k FROM registration_patient p) w")
        took("words of names", lambda: cursor.execute(words))
        cursor.execute("ALTER TABLE registration_patient ENABLE TRIGGER USER")
        took("vacuum analyze", lambda: cursor.execute("VACUUM ANALYZE registration_patient, registration_nameword"))


def took(what: str, act) -> None:
    began = time.monotonic()
    act()
    print(f"  {what}: {time.monotonic() - began:.0f} s", flush=True)


def copy(cursor, count: int, centres: list, clerk: int) -> None:
    sql = f"COPY registration_patient ({', '.join(COLUMNS)}) FROM STDIN"
    with cursor.copy(sql) as out:
        for number, person in enumerate(people(count, centres, clerk), 1):
            out.write_row(person)
            if number % 500_000 == 0:
                print(f"  {number:,} written", flush=True)


def people(count: int, centres: list, clerk: int):
    """Families on one phone, one mohalla; names by how often they are given; birth dates half exact, half rounded."""
    chance, given, today = random.Random(1), Names(random.Random(2)), date(2026, 11, 23)
    made = itertools.count()
    while (number := next(made)) < count:
        surname, phone = given.surname(chance), f"{chance.randint(6, 9)}{chance.randrange(10**9):09d}"
        street, centre, pincode = chance.choice(STREETS), chance.choice(centres), f"8000{chance.randrange(1, 30):02d}"
        father = f"{given.given(chance, 'M').roman} {surname.roman}"
        for member in range(min(chance.choice((1, 2, 3, 4)), count - number)):
            if member:
                number = next(made)
            sex = "F" if chance.random() < 0.55 else "M"
            first = given.given(chance, sex)
            last = given.last(chance, sex, surname)
            hindi = chance.random() < 0.6 and first.devanagari and last.devanagari
            years = chance.choice((chance.randrange(1, 80), 5 * chance.randrange(1, 16)))
            roman = f"{chance.choice(first.spellings)} {last.roman}"
            name = f"{first.devanagari} {last.devanagari}" if hindi else roman
            person = SimpleNamespace(
                name=name,
                name_other=roman if hindi else "",
                name_keys=given.keys(first, last),
                find_keys=[],
                birth_date=today - timedelta(days=years * 365 + chance.randrange(365)),
                phone=phone if chance.random() < 0.9 else "",
                guardian_name=father,
                street=street,
                registered_centre_id=centre,
            )
            yield row(person, number, sex, pincode, clerk)


def row(person, number: int, sex: str, pincode: str, clerk: int) -> tuple:
    body = f"{1_000_000_000 + number}"
    return (
        body + ids.check_digit(body), person.name, person.name_other, person.name_keys, find_keys(person), sex,
        person.birth_date, True, person.guardian_name, "F", person.phone, "self" if person.phone else "none", "", "",
        person.street, "14", pincode, "", "Patna", "Bihar", f"{number % 10000:04d}", "", False, False,
        "2026-11-01 10:00+05:30", clerk, person.registered_centre_id, 1,
    )  # fmt: skip


class Names:
    """Given names of the project's table, weighted by rank, and a long tail put together from heads and tails."""

    def __init__(self, chance: random.Random):
        rows = _rows("common_names.csv")
        self._given = {sex: self._many(rows, sex, chance) for sex in "MF"}
        surnames = [_name(r["roman"], r["devanagari"]) for r in rows if r["use"] == "surname"]
        self._surnames = surnames, _zipf(len(surnames))
        self._devi, self._kumari, self._kumar = (
            _name("Devi", "देवी"), _name("Kumari", "कुमारी"), _name("Kumar", "कुमार")
        )  # fmt: skip
        self._keys: dict[tuple[str, str], list[str]] = {}

    def _many(self, rows: list, sex: str, chance) -> tuple[list, list]:
        known = [_name(r["roman"], r["devanagari"], r["roman_also"]) for r in rows if r["use"] == sex]
        tails = TAILS_M if sex == "M" else TAILS_F
        more = [_name(head + tail, "") for head in HEADS for tail in tails]
        chance.shuffle(known)
        chance.shuffle(more)
        return known + more, list(itertools.accumulate(_zipf(len(known)) + [0.004] * len(more)))

    def given(self, chance, sex: str):
        words, weights = self._given[sex]
        return chance.choices(words, cum_weights=weights)[0]

    def surname(self, chance):
        words, weights = self._surnames
        return chance.choices(words, weights)[0]

    def last(self, chance, sex: str, surname):
        common = (self._devi, self._kumari) if sex == "F" else (self._kumar,)
        return chance.choice(common) if chance.random() < 0.6 else surname

    def keys(self, first, last) -> list[str]:
        pair = (first.roman, last.roman)
        if pair not in self._keys:
            self._keys[pair] = keys_of(f"{first.roman} {last.roman}")
        return self._keys[pair]


def _name(roman: str, devanagari: str, also: str = "") -> SimpleNamespace:
    spellings = [roman, *(word for word in also.split(";") if word)]
    return SimpleNamespace(roman=roman, devanagari=devanagari, spellings=spellings)


def _zipf(count: int) -> list[float]:
    return [1 / (place + 8) for place in range(count)]


SIZES = """
    SELECT relname, pg_relation_size(oid) FROM pg_class WHERE oid = 'registration_patient'::regclass
    OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'registration_patient'::regclass) ORDER BY 2 DESC
"""


def sizes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        for name, size in cursor.fetchall():
            print(f"  {name}: {size / 2**20:.0f} MiB")
