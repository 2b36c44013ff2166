"""Finding in the catalogues what a doctor means by a few letters, in Latin or Devanagari."""

import re
from typing import NamedTuple

from hms.lib.text import clean, latin_digits
from opd.catalogue import aliases
from opd.models import Complaint, Diagnosis, Medicine

LIMIT = 8
FORM_ORDER = [
    "tablet",
    "capsule",
    "sachet",
    "dose",
    "syrup",
    "drops",
    "ointment",
    "lotion",
    "inhaler",
    "spray",
    "injection",
]
_WORDS = re.compile(r"[^\s/(),+\-]+")


class Wanted(NamedTuple):
    """What of a prescription line says which presentation is meant; empty means any."""

    name: str
    strength: str = ""
    forms: frozenset = frozenset()


def complaints(text: str, limit: int = LIMIT) -> list[Complaint]:
    """1 query."""
    return _best(Complaint.objects.all(), text, lambda row: (row.name_en, row.name_hi, row.roman_hi), limit)


def diagnoses(text: str, limit: int = LIMIT, use: dict[int, int] | None = None) -> list[Diagnosis]:
    """By code, English, Hindi or short name; an exact code or short name comes first (1 query).

    Of those that fit, what is used most comes first (`use`, see kept.diagnosis_use): a hundred uses outweigh any
    difference between the beginning and the middle of a name.
    """
    folded = _fold(text)
    code = aliases.DIAGNOSES.get(folded, "")
    rows = Diagnosis.objects.all()
    found = _best(
        rows, text, lambda row: (row.name_en, row.name_hi, row.code, row.official_title), limit,
        bonus=lambda row: min(12, 2 * (use or {}).get(row.pk, 0).bit_length()),
    )  # fmt: skip
    if code and all(row.code != code for row in found):
        found = [*Diagnosis.objects.filter(code=code), *found]
    return sorted(found, key=lambda row: row.code.lower() != folded and row.code != code)[:limit]


def medicines(wanted: Wanted, limit: int = LIMIT) -> list[Medicine]:
    """Presentations whose name has every word; strength and form narrow where something fits them (1 query).

    "amox" means amoxicillin; its combinations come only when more of their name is typed.
    """
    rows = Medicine.objects.filter(is_active=True)
    name = aliases.MEDICINES.get(wanted.name, wanted.name)
    found = _best(rows, name, lambda row: (row.name_en, row.name_hi, row.category), len(FORM_ORDER) * 40, _medicine_key)
    found = [row for row in found if "+" not in row.name_en] or found
    for narrower in (lambda row: has_strength(row, wanted.strength), lambda row: row.form in wanted.forms):
        found = [row for row in found if narrower(row)] or found
    return found[:limit]


def has_strength(row: Medicine, strength: str) -> bool:
    """Whether its first number is `strength`, with or without the unit: 500 and 500mg fit "500 mg + 125 mg"."""
    number = re.match(r"[\d.]+", strength)
    own = re.match(r"\D*([\d.]+)", row.strength)
    if not (number and own):
        return False
    unit = strength[number.end() :].replace("gm", "g")
    return float(number[0].strip(".") or 0) == float(own[1].strip(".") or 0) and (
        not unit or row.strength[own.end() :].lower().lstrip().startswith(unit)
    )


def _best(rows, text, names, limit, key=lambda row: (), bonus=lambda row: 0):
    asked = _WORDS.findall(_fold(text))
    if not asked:
        return []
    rated = [(score - bonus(row), key(row), row) for row in rows if (score := _score(asked, names(row))) is not None]
    return [row for _score_, _key, row in sorted(rated, key=lambda one: one[:2])][:limit]


def _score(asked: list[str], names) -> int | None:
    """Small is good. Every word must begin, or at least stand in, a word of one of the names."""
    written = [_WORDS.findall(_fold(name)) for name in names]
    total = 0
    for word in asked:
        best = min((_fit(word, words, place) for place, words in enumerate(written)), default=99)
        if best >= 99:
            return None
        total += best
    return total + min(len(words) for words in written[:1])


def _fit(word: str, words: list[str], place: int) -> int:
    late = 12 if place > 2 else 0
    if words and words[0] == word:
        return late
    if any(other.startswith(word) for other in words[:1]):
        return 2 + late
    if any(other.startswith(word) for other in words):
        return 5 + late
    return 9 + late if len(word) > 2 and any(word in other for other in words) else 99


def _medicine_key(row: Medicine):
    order = FORM_ORDER.index(row.form) if row.form in FORM_ORDER else len(FORM_ORDER)
    number = re.match(r"\D*([\d.]+)", row.strength)
    return row.name_en, order, float(number[1].strip(".") or 0) if number else 0.0


def _fold(text: str) -> str:
    return latin_digits(clean(text)).lower().replace("\u093c", "").replace("\u0901", "\u0902")
