"""How much two people look like one. Pure rules, no database; points only ask a question, never merge.

Points: mobile equal 4; name key equal 3 (given name alike, Jaro-Winkler 0.92, or equal beside another second name: 2;
another given name: -6); guardian key equal 3 (given name alike: 2; another husband or father: -3); sex equal 1,
different -6; birth date equal 4, within 2 years 2, over 10 years apart -4; last four Aadhaar digits equal 3, different
-8; same ward or PIN 1; Aadhaar index equal 10, which no other name outweighs. From 6 on a person is shown, from 9 on
the clerk must answer before saving and the night proposes two records as one person's.
Sources: the project's clinical reference, section F3, after NHA's rule for new and returning patients (mobile, gender,
age within 2 years, name by sound). That facts which differ count against as those which agree count for: I. P. Fellegi,
A. B. Sunter, "A theory for record linkage", JASA 64 (1969); what they weigh was set on the labelled pairs of
tests/registration/data/pairs.csv, where brothers, twins and families on one phone are told apart by their given names.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from hms.lib.names import devanagari_to_roman, name_key, name_keys, telling_keys

SHOWN_FROM = 6
ASKED_FROM = 9
_DAYS_A_YEAR = 365.25


class Why(StrEnum):
    AADHAAR = "aadhaar"
    PHONE = "phone"
    NAME = "name"
    NAME_NEAR = "name_near"
    NAME_GIVEN = "name_given"
    NAME_DIFFERS = "name_differs"
    GUARDIAN = "guardian"
    GUARDIAN_NEAR = "guardian_near"
    GUARDIAN_DIFFERS = "guardian_differs"
    LAST4 = "last4"
    LAST4_DIFFERS = "last4_differs"
    SEX_DIFFERS = "sex_differs"
    BIRTH = "birth"
    AGE_NEAR = "age_near"
    AGE_FAR = "age_far"
    PLACE = "place"


POINTS = {
    Why.AADHAAR: 10,
    Why.PHONE: 4,
    Why.NAME: 3,
    Why.NAME_NEAR: 2,
    Why.NAME_GIVEN: 2,
    Why.NAME_DIFFERS: -6,
    Why.GUARDIAN: 3,
    Why.GUARDIAN_NEAR: 2,
    Why.GUARDIAN_DIFFERS: -3,
    Why.LAST4: 3,
    Why.LAST4_DIFFERS: -8,
    Why.SEX_DIFFERS: -6,
    Why.BIRTH: 4,
    Why.AGE_NEAR: 2,
    Why.AGE_FAR: -4,
    Why.PLACE: 1,
}
SAME_SEX = 1  # not worth saying
NEAR = 0.92  # of Jaro-Winkler, for given names

WORDS = {
    Why.AADHAAR: _("same Aadhaar"),
    Why.PHONE: _("same phone"),
    Why.NAME: _("same name"),
    Why.NAME_NEAR: _("name nearly the same"),
    Why.NAME_GIVEN: _("same given name"),
    Why.NAME_DIFFERS: _("but another name"),
    Why.GUARDIAN: _("same guardian"),
    Why.GUARDIAN_NEAR: _("guardian nearly the same"),
    Why.GUARDIAN_DIFFERS: _("but another guardian"),
    Why.LAST4: _("same last four digits of Aadhaar"),
    Why.LAST4_DIFFERS: _("but another Aadhaar"),
    Why.SEX_DIFFERS: _("but another sex"),
    Why.BIRTH: _("same birth date"),
    Why.AGE_NEAR: _("about the same age"),
    Why.AGE_FAR: _("but the age is far off"),
    Why.PLACE: _("same area"),
}


@dataclass(frozen=True)
class Traits:
    """What is compared. Empty text and None mean not known, which is neither for nor against."""

    name: str = ""
    guardian: str = ""
    relation: str = ""  # of the guardian: a father and a husband are two people and say nothing
    sex: str = ""
    birth: date | None = None
    is_estimated: bool = False
    phone: str = ""
    ward: str = ""
    pincode: str = ""
    last4: str = ""


@dataclass(frozen=True)
class Likeness:
    points: int = 0
    reasons: list[Why] = field(default_factory=list)

    @property
    def words(self) -> str:
        return ", ".join(str(WORDS[why]) for why in self.reasons)


def likeness(one: Traits, other: Traits, *, same_aadhaar: bool = False) -> Likeness:
    """Points and reasons, the reasons in the order people check them."""
    reasons = [
        *([Why.AADHAAR] if same_aadhaar else []),
        *([Why.PHONE] if one.phone and one.phone == other.phone else []),
        *_names(one.name, other.name, Why.NAME, Why.NAME_NEAR, Why.NAME_GIVEN, Why.NAME_DIFFERS),
        *_guardians(one, other),
        *_ages(one, other),
        *_last4(one, other),
        *([Why.SEX_DIFFERS] if one.sex and other.sex and one.sex != other.sex else []),
        *([Why.PLACE] if _same_place(one, other) else []),
    ]
    if same_aadhaar:
        reasons = [why for why in reasons if why not in OUTWEIGHED]
    same_sex = SAME_SEX if one.sex and one.sex == other.sex else 0
    return Likeness(sum(POINTS[why] for why in reasons) + same_sex, reasons)


OUTWEIGHED = {Why.NAME_DIFFERS, Why.GUARDIAN_DIFFERS}


def _names(one: str, other: str, same: Why, near: Why, given: Why, differs: Why) -> list[Why]:
    if not one or not other:
        return []
    if name_key(one) == name_key(other) or "".join(name_keys(one)) == "".join(name_keys(other)):
        return [same]  # also "Ram Das" and "Ramdas"
    if set(telling_keys(one)[:1]) & set(telling_keys(other)[:1]):
        return [given]
    return [near] if _are_near(given_name(one), given_name(other)) else [differs]


def _are_near(one: str, other: str) -> bool:
    """Riya is no slip of the hand for Priya: the first consonant is seldom wrong."""
    starts = name_keys(one)[:1], name_keys(other)[:1]
    return [key[0] for key in starts[0]] == [key[0] for key in starts[1]] and jaro_winkler(one, other) >= NEAR


def _guardians(one: Traits, other: Traits) -> list[Why]:
    why = _names(one.guardian, other.guardian, *GUARDIANS)
    return [] if one.relation != other.relation and Why.GUARDIAN_DIFFERS in why else why


GUARDIANS = (Why.GUARDIAN, Why.GUARDIAN_NEAR, Why.GUARDIAN_NEAR, Why.GUARDIAN_DIFFERS)


def _last4(one: Traits, other: Traits) -> list[Why]:
    if not one.last4 or not other.last4:
        return []
    return [Why.LAST4 if one.last4 == other.last4 else Why.LAST4_DIFFERS]


def _ages(one: Traits, other: Traits) -> list[Why]:
    if not one.birth or not other.birth:
        return []
    if one.birth == other.birth and not (one.is_estimated or other.is_estimated):
        return [Why.BIRTH]
    apart = abs((one.birth - other.birth).days) / _DAYS_A_YEAR
    if apart <= 2:
        return [Why.AGE_NEAR]
    return [Why.AGE_FAR] if apart > 10 else []


def _same_place(one: Traits, other: Traits) -> bool:
    return bool((one.ward and one.ward == other.ward) or (one.pincode and one.pincode == other.pincode))


def given_name(name: str) -> str:
    """The first word that tells most, in Latin letters: Ramesh of "Shri Ramesh Kumar"."""
    telling = telling_keys(name)[:1]
    words = roman(name).split()
    return next((word for word in words if name_keys(word) == telling), words[0] if words else "")


@lru_cache(maxsize=8192)  # ranking asks for the same names again and again
def roman(name: str) -> str:
    return devanagari_to_roman(name).lower()


def jaro_winkler(one: str, other: str) -> float:
    """0 to 1. Source: W. E. Winkler 1990, prefix weight 0.1 on at most four letters."""
    jaro = _jaro(one, other)
    prefix = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return jaro + min(prefix, 4) * 0.1 * (1 - jaro)


def _jaro(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    reach = max(len(one), len(other)) // 2 - 1
    taken: set[int] = set()
    ours = []
    for at, letter in enumerate(one):
        span = range(max(0, at - reach), min(len(other), at + reach + 1))
        place = next((p for p in span if p not in taken and other[p] == letter), None)
        if place is not None:
            taken.add(place)
            ours.append(letter)
    if not ours:
        return 0.0
    theirs = [other[place] for place in sorted(taken)]
    swaps = sum(a != b for a, b in zip(ours, theirs, strict=True)) / 2
    return (len(ours) / len(one) + len(ours) / len(other) + (len(ours) - swaps) / len(ours)) / 3
