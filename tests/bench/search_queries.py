"""What clerks look for, and how well and fast each is found."""

import random
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centres.models import Centre, Membership, User
from hms.lib import names
from hms.lib.cards import Card, Source
from registration import search
from registration.find_keys import CENTRE, GUARDIAN, PHONE, STREET, YEAR, guardian_keys, street_keys
from registration.models import Patient
from registration.selectors.cards import patients_of
from registration.selectors.named import ONLY_BITMAPS
from registration.selectors.people import cards_of, find

CONFUSED = {"s": "h", "t": "d", "n": "m", "m": "n", "r": "l", "l": "r", "d": "t", "k": "g", "j": "g", "b": "p"}


def kinds(chance: random.Random, count: int):
    """Name of the kind, then an iterable of (centre, text or Card, primary key of the right person)."""
    yield "UHID", [(p.registered_centre, p.uhid, p.pk) for p in some(chance, count)]
    yield "phone", [(p.registered_centre, p.phone, p.pk) for p in some(chance, count) if p.phone]
    yield "name, Latin, own centre", [(p.registered_centre, latin(p), p.pk) for p in some(chance, count)]
    yield "name, Hindi, own centre", [(p.registered_centre, p.name, p.pk) for p in some(chance, count) if p.name_other]
    yield "name and age, own centre", [(p.registered_centre, f"{latin(p)} {age(p)}", p.pk) for p in some(chance, count)]
    for fact, words in FACTS.items():
        asks = [(place(chance, p), f"{misspelt(chance, latin(p))} {words(p)}", p.pk) for p in some(chance, count)]
        yield f"misspelt name + {fact}", asks
    # Where everybody lives in one of 30 mohallas, whatever their centre, a mohalla tells little about a stranger.
    people = some(chance, count)
    asks = [(p.registered_centre, f"{misspelt(chance, latin(p))} {p.street}", p.pk) for p in people]
    yield "misspelt name + mohalla, own", asks
    yield "card rescan", [(p.registered_centre, card(p), p.pk) for p in some(chance, count)]


def some(chance: random.Random, count: int) -> list[Patient]:
    """People at random places of the table, nobody with every fact wanting."""
    last = Patient.objects.order_by("-pk").values_list("pk", flat=True)[0]
    found = []
    while len(found) < count:
        keys = [chance.randrange(1, last + 1) for _ in range(count)]
        rows = Patient.objects.filter(pk__in=keys).exclude(phone="").select_related("registered_centre")
        found += list(rows)
    chance.shuffle(found)
    return found[:count]


def latin(patient) -> str:
    return patient.name_other or patient.name


def age(patient) -> int:
    return (timezone.localdate() - patient.birth_date).days // 365


def place(chance, patient):
    """Three in four come back to their own centre, as people do."""
    return patient.registered_centre if chance.random() < 0.75 else chance.choice(centres())


@cache
def centres() -> list[Centre]:
    return list(Centre.objects.filter(pk__in=Patient.objects.values("registered_centre")))


FACTS = {
    "last 4 of phone": lambda p: p.phone[-4:],
    "guardian": lambda p: f"s/o {p.guardian_name.split()[0]}",
    "mohalla": lambda p: p.street,
    "age and guardian": lambda p: f"{age(p)} s/o {p.guardian_name.split()[0]}",
}


def misspelt(chance: random.Random, name: str) -> str:
    """One slip in the given name: a letter left out, doubled, swapped with the next, or heard as another."""
    first, *rest = name.split()
    at = chance.randrange(1, len(first))
    heard = CONFUSED.get(first[at], first[at] + "h")
    slips = (
        first[:at] + first[at + 1 :],
        first[:at] + first[at] * 2 + first[at + 1 :],
        first[:at] + first[at + 1 : at + 2] + first[at] + first[at + 2 :],
        first[:at] + heard + first[at + 1 :],
    )
    return " ".join([chance.choice(slips), *rest])


def card(patient) -> Card:
    return Card(
        source=Source.SECURE_QR,
        name=latin(patient),
        birth=f"{patient.birth_date:%d-%m-%Y}",
        last4=patient.aadhaar_last4,
    )


class Outcome(NamedTuple):
    """Milliseconds: by the clock, and of a processor, which is what other work on the machine leaves alone."""

    database: float
    database_work: float
    page: float
    page_work: float
    rank: int | None
    is_missed: bool  # though few others are just like that


def run(kind: str, asks: list) -> list[Outcome]:
    for ask in asks[:20]:
        one(kind, *ask)  # warm
    return [one(kind, *ask) for ask in asks]


def one(kind: str, centre, asked, key: int) -> Outcome:
    spent = []

    def measure(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(1000 * (time.perf_counter() - began))

    worked = backend_ms()
    with connection.execute_wrapper(measure):
        if isinstance(asked, Card):
            people = cards_of(patients_of(asked), centre, 5)
        else:
            people = find(search.read(asked), centre).people
    worked = backend_ms() - worked
    keys = [person.pk for person in people]
    rank = keys.index(key) if key in keys else None
    clock, work = (0.0, 0.0) if isinstance(asked, Card) else page(centre, asked)
    is_missed = (rank is None or rank > 4) and just_alike(kind, centre, Patient.objects.get(pk=key)) < 5
    return Outcome(sum(spent), worked, clock, work, rank, is_missed)


def just_alike(kind: str, centre, person) -> int:
    """How many others have the same name, and the same of each fact that was said; people of this centre where one is.

    Nobody could tell them from `person` by what was said, however it is searched.
    """
    telling = names.telling_keys(latin(person))
    said = {
        "guardian": [GUARDIAN + key for key in guardian_keys(person.guardian_name.split()[0])],
        "mohalla": [STREET + key for key in street_keys(person.street)],
        "age": [f"{YEAR}{person.birth_date.year + apart}" for apart in (-1, 0, 1)],
        "last 4": [f"{PHONE}{person.phone[-4:]}"],
    }
    facts = [[key + end for key in telling for end in ends] for word, ends in said.items() if word in kind]
    if person.registered_centre_id == centre.pk or not facts:
        facts.append([f"{key}{CENTRE}{centre.pk}" for key in telling])
    where = " AND ".join("find_keys && %s" for _fact in facts)
    sql = f"SELECT count(*) FROM registration_patient WHERE {where} AND name_keys = %s::varchar[] AND id <> %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONLY_BITMAPS, ["off", "off"])
        cursor.execute(sql, [*facts, person.name_keys, person.pk])
        return cursor.fetchone()[0]


_backend: list[int] = []


def backend_ms() -> float:
    """Processor time of the database's process so far; 0 where it is not on this machine or not to be read."""
    if not _backend:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            _backend.append(cursor.fetchone()[0])
    try:
        return int(Path(f"/proc/{_backend[0]}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return 0.0


_clients: dict[int, Client] = {}


def page(centre, text: str) -> tuple[float, float]:
    """The search sent and the page it leads to: by the clock, and of the processor in the process and the database."""
    client = _clients.get(centre.pk) or _clients.setdefault(centre.pk, signed_in(centre))
    began, worked = time.perf_counter(), 1000 * time.thread_time() + backend_ms()
    answer = client.post(reverse("registration:search", args=[centre.code]), {"q": text}, follow=True)
    clock, work = 1000 * (time.perf_counter() - began), 1000 * time.thread_time() + backend_ms() - worked
    assert answer.status_code == 200, answer.status_code
    return clock, work


def signed_in(centre) -> Client:
    user = User.objects.get(username="bench")
    Membership.objects.get_or_create(user=user, centre=centre, role="clerk", starts_on=date(2020, 1, 1))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client
