"""Invented people of Patna, believable or crowded: who they are and where they live."""

import itertools
import random
from datetime import date, timedelta
from types import SimpleNamespace

from centres.models import Centre
from hms.lib import ids
from hms.lib.names.tables import _rows
from registration.find_keys import find_keys
from registration.search import keys_of

CENTRES, PEOPLE_OF_CENTRE = 26, 50_000  # a UPHC for every 50,000 people (NUHM, Framework for Implementation, 2013)
PEOPLE_OF_MOHALLA = 2_000
STREETS = """Yarpur Road;Gardanibagh;Kankarbagh;Rajendra Nagar;Mithapur;Digha Ghat;Kumhrar;Patna City;Malsalami;Phulwari
Anisabad;Rajapur;Danapur;Sabzibagh;Pirbahore;Lohanipur;Chitkohra;Jakkanpur;Kadamkuan;Bahadurpur;Saidpur;Mainpura
Beur;Khagaul;Sandalpur;Nehru Nagar;Postal Park;Chandmari;Gulzarbagh;Marufganj""".replace("\n", ";").split(";")
# Mohallas are put together, so that a name comes again elsewhere as Nehru Nagar does: 40 heads, 12 tails.
MOHALLA_HEADS = """Lodi Khaj Dariya Musallah Bakar Sultan Alam Rasul Mahmud Bahadur Hanuman Shiv Ram Krishna Maruf
Gulzar Mirza Jamal Mehdi Keshri Rup Ashok Sher Mir Gola Haji Patel Gandhi Ambedkar Rajiv Indra
Vijay Salim Dhanaut Jagdeo Simri Nasri Kurji Makhania Bhikhna""".replace("\n", " ").split(" ")
MOHALLA_TAILS = "pur ganj chak sarai patti bigha ghat garh dih|Tola|Nagar|Colony".replace(" ", "|").split("|")
HEADS = """Ram Raj Shiv Vij Jay Dev Har Gir Suk Man Mun Sur Mah Nag Bas Kam Lal Sam Dil Tar Bir Dhan
Gul Han Jag""".replace("\n", " ").split(" ")
TAILS_M = """esh endra an ji pal dev nath lal want deep pravesh kant vir raj adhar anand bir eshwar""".replace(
    "\n", " "
).split(" ")
TAILS_F = """ita ini iya wati rani mala lata maya kala shila devika isha
mani priya ika""".replace("\n", " ").split(" ")


def crowded() -> list[tuple[int, str]]:
    """(centre, mohalla): everybody over 26 centres and, whatever the centre, 30 mohallas: no place is like that."""
    return list(itertools.product(_uphcs()[:CENTRES], STREETS))


def believable(count: int) -> list[tuple[int, str]]:
    """(centre, mohalla), each with as many people: a centre for 50,000, its own mohallas of 2,000."""
    uphcs, wanted = _uphcs(), max(CENTRES, count // PEOPLE_OF_CENTRE)
    facts = {"kind": Centre.Kind.UPHC, "tier": "primary", "district": "Patna"}
    codes = [f"B{at:03d}" for at in range(len(uphcs), wanted)]
    more = [Centre(code=code, short_code=code, name_en=code, name_hi=code, **facts) for code in codes]
    Centre.objects.bulk_create(more)
    names = [f"{head} {tail}" if tail[0].isupper() else head + tail for tail in MOHALLA_TAILS for head in MOHALLA_HEADS]
    random.Random(3).shuffle(names)
    mohallas = max(1, count // wanted // PEOPLE_OF_MOHALLA)
    each = (centre for centre in _uphcs()[:wanted] for _ in range(mohallas))
    return list(zip(each, itertools.cycle(names), strict=False))


def _uphcs() -> list[int]:
    return list(Centre.objects.filter(kind="UPHC").order_by("pk").values_list("pk", flat=True))


def people(first: int, count: int, places: list, clerk: int):
    """`count` people whose numbers begin at `first`.

    Families on one phone, one mohalla; names by how often they are given; birth dates half exact, half rounded.
    """
    chance, given, today = random.Random(1 + first), Names(random.Random(2)), date(2026, 11, 23)
    made, last = itertools.count(first), first + count
    while (number := next(made)) < last:
        surname, phone = given.surname(chance), f"{chance.randint(6, 9)}{chance.randrange(10**9):09d}"
        (centre, street), pincode = chance.choice(places), f"8000{chance.randrange(1, 30):02d}"
        father = f"{given.given(chance, 'M').roman} {surname.roman}"
        for member in range(min(chance.choice((1, 2, 3, 4)), last - number)):
            if member:
                number = next(made)
            sex = "F" if chance.random() < 0.55 else "M"
            own = given.given(chance, sex)
            second = given.last(chance, sex, surname)
            hindi = chance.random() < 0.6 and own.devanagari and second.devanagari
            years = chance.choice((chance.randrange(1, 80), 5 * chance.randrange(1, 16)))
            roman = f"{chance.choice(own.spellings)} {second.roman}"
            name = f"{own.devanagari} {second.devanagari}" if hindi else roman
            person = SimpleNamespace(
                name=name,
                name_other=roman if hindi else "",
                name_keys=given.keys(own, second),
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
