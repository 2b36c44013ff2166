"""What clerks look for, and how well and fast each is found."""

import random
import time
from datetime import date

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centres.models import Centre, Membership, User
from hms.lib.cards import Card, Source
from registration import search
from registration.models import Patient
from registration.selectors.cards import patients_of
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
    return (
        patient.registered_centre
        if chance.random() < 0.75
        else Centre.objects.filter(code__startswith="UPHC").order_by("pk")[chance.randrange(26)]
    )


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


def run(asks: list) -> list[tuple[float, float, int | None]]:
    """Seconds in the database, seconds of the page, place of the right person, for each."""
    for ask in asks[:20]:
        one(*ask)  # warm
    return [one(*ask) for ask in asks]


def one(centre, asked, key: int) -> tuple[float, float, int | None]:
    spent = []

    def measure(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(measure):
        if isinstance(asked, Card):
            people = cards_of(patients_of(asked), centre, 5)
        else:
            people = find(search.read(asked), centre).people
    keys = [person.pk for person in people]
    seconds = 0.0 if isinstance(asked, Card) else page(centre, asked)
    return sum(spent), seconds, keys.index(key) if key in keys else None


_clients: dict[int, Client] = {}


def page(centre, text: str) -> float:
    """The search sent and the page it leads to."""
    client = _clients.get(centre.pk) or _clients.setdefault(centre.pk, signed_in(centre))
    began = time.perf_counter()
    answer = client.post(reverse("registration:search", args=[centre.code]), {"q": text}, follow=True)
    seconds = time.perf_counter() - began
    assert answer.status_code == 200, answer.status_code
    return seconds


def signed_in(centre) -> Client:
    user = User.objects.get(username="bench")
    Membership.objects.get_or_create(user=user, centre=centre, role="clerk", starts_on=date(2020, 1, 1))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client
