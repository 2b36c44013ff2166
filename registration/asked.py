"""A name with whatever else was said: "Sunita w/o Ramesh 46 Yarpur", "सुनीता 3210". Pure, no database.

Numbers: up to three digits are an age, 19xx and 20xx a birth year, six a PIN code, others the end of the phone.
"""

import itertools
import re
from dataclasses import dataclass
from datetime import date

from hms.lib import names
from hms.lib.text import latin_digits
from registration.find_keys import GUARDIAN, PHONE, ROADS, STREET, YEAR, guardian_keys

MOST, MOST_OTHER = 24, 6  # neighbours joined to a second word: of the name, of the second word itself
_RELATION = re.compile(
    r"(?i)\b(?:[swdc] ?/ ?o|wife of|son of|daughter of|husband|father)\b\.?:?|(?:पति|पिता|पत्नी|पुत्री|पुत्र)(?!\w)"
)
_NUMBER = re.compile(r"(?<![\w-])(\d{1,10})\s*(?:y(?:ears?|rs?)?\b|साल|वर्ष)?(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    name: str = ""
    words: tuple[str, ...] = ()  # keys of the words before any relation, most telling first
    telling: tuple[str, ...] = ()  # those of them that are not carried by half the district
    guardian: tuple[str, ...] = ()
    years: tuple[int, ...] = ()  # of birth: an age is said roughly, so two years either side
    phone_end: str = ""
    pincode: str = ""

    @property
    def has_fact(self) -> bool:
        return bool(self.guardian or self.years or self.phone_end or len(self.telling) > 1)

    def facts(self) -> list[list[str]]:
        """Second halves of find keys, one list for each fact that was said outright."""
        said = [
            [f"{YEAR}{year}" for year in self.years],
            [PHONE + self.phone_end] if self.phone_end else [],
            [GUARDIAN + key for key in self.guardian],
        ]
        return [fact for fact in said if fact]


def read(text: str, today: date) -> Asked:
    """Sort out one line of typing."""
    text = latin_digits(text)
    numbers = [found[1] for found in _NUMBER.finditer(text)]
    name, *guardian = _RELATION.split(_NUMBER.sub(" ", text), maxsplit=1)
    if guardian and not name.strip():
        name, guardian = guardian[0], []
    first = names.name_keys(name)[:1]  # a name, also where a road is called so
    return Asked(
        name=name.strip(),
        words=tuple(key for key in names.search_keys(name) if key in first or key not in ROADS)[:5],
        telling=tuple(key for key in names.telling_keys(name) if key in first or key not in ROADS)[:3],
        guardian=tuple(guardian_keys(guardian[0])) if guardian else (),
        **_meant(numbers, today),
    )


def _meant(numbers: list[str], today: date) -> dict:
    meant: dict = {}
    for digits in numbers:
        if len(digits) <= 3 and int(digits) <= 125:
            meant["years"] = tuple(today.year - int(digits) + apart for apart in range(-2, 3))
        elif re.fullmatch("(19|20)\\d\\d", digits) and int(digits) <= today.year:
            meant["years"] = (int(digits),)
        elif re.fullmatch("8\\d{5}", digits):
            meant["pincode"] = digits
        elif len(digits) >= 4:
            meant["phone_end"] = digits[-4:]
    return meant


def crossed(asked: Asked, near: dict[str, dict[str, int]]) -> list[str]:
    """Whole find keys for words without a relation: "Sunita Ramesh" and "Sunita Yarpur" name a second fact.

    One of the two may be misspelt, seldom both; a mohalla is hardly ever somebody's name, so its neighbours are none.
    Behind a name of two words a word that half the district carries is a mohalla too: "Sunita Devi Alam Tola".
    """
    keys = []
    words = asked.words if len(asked.words) > 2 else asked.telling
    for one, other in itertools.permutations(words, 2):
        meant = [one, *itertools.islice(near.get(one, ()), MOST)]
        if one in asked.telling and other in asked.telling:
            keys += [key + GUARDIAN + other for key in meant]
            keys += [one + GUARDIAN + key for key in itertools.islice(near.get(other, ()), MOST_OTHER)]
        if one in asked.telling or other in asked.telling:
            keys += [key + STREET + other for key in meant]
    return keys
