"""How much two people look like one. Pure rules, no database; points only ask a question, never merge.

Points: mobile equal 4; name key equal 3 (spelled nearly alike, Jaro-Winkler 0.92: 2); guardian key equal 3; sex
equal 1, different -6; birth date equal 4, within 2 years 2, over 10 years apart -4; same ward or PIN 1; Aadhaar
index equal 10. From 6 on a person is shown, from 9 on the clerk must answer before saving.
Source: the project's clinical reference, section F3, after NHA's rule for new and returning patients (mobile,
gender, age within 2 years, name by sound).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from hms.lib.names import devanagari_to_roman, name_key

SHOWN_FROM = 6
ASKED_FROM = 9
_DAYS_A_YEAR = 365.25


class Why(StrEnum):
    AADHAAR = "aadhaar"
    PHONE = "phone"
    NAME = "name"
    NAME_NEAR = "name_near"
    GUARDIAN = "guardian"
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
    Why.GUARDIAN: 3,
    Why.SEX_DIFFERS: -6,
    Why.BIRTH: 4,
    Why.AGE_NEAR: 2,
    Why.AGE_FAR: -4,
    Why.PLACE: 1,
}
SAME_SEX = 1  # not worth saying

WORDS = {
    Why.AADHAAR: _("same Aadhaar"),
    Why.PHONE: _("same phone"),
    Why.NAME: _("same name"),
    Why.NAME_NEAR: _("name nearly the same"),
    Why.GUARDIAN: _("same guardian"),
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
    sex: str = ""
    birth: date | None = None
    is_estimated: bool = False
    phone: str = ""
    ward: str = ""
    pincode: str = ""


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
        *_names(one, other),
        *([Why.GUARDIAN] if one.guardian and name_key(one.guardian) == name_key(other.guardian) else []),
        *_ages(one, other),
        *([Why.SEX_DIFFERS] if one.sex and other.sex and one.sex != other.sex else []),
        *([Why.PLACE] if _same_place(one, other) else []),
    ]
    same_sex = SAME_SEX if one.sex and one.sex == other.sex else 0
    return Likeness(sum(POINTS[why] for why in reasons) + same_sex, reasons)


def _names(one: Traits, other: Traits) -> list[Why]:
    if not one.name or not other.name:
        return []
    if name_key(one.name) == name_key(other.name):
        return [Why.NAME]
    return [Why.NAME_NEAR] if jaro_winkler(roman(one.name), roman(other.name)) >= 0.92 else []


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
