"""One row of a register as the facts of a person, or what is wrong with it. Pure, no database.

The same readers as at the counter; what a register leaves out stays empty. An age was said on the day the person came.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from hms.lib import dates, ids
from hms.lib.text import clean, latin_digits
from registration.forms.facts import PATNA_WARDS, other_script
from registration.importing.columns import LABELS
from registration.importing.reading import MAX_CELL
from registration.models import Patient
from registration.search import keys_of

LONGEST = {"number": 40, "name": 100, "name_other": 100, "guardian": 100, "house": 60, "street": 120, "ward": 10,
           "district": 60}  # fmt: skip
_SEXES = {
    "F": "f female woman w girl स्त्री महिला म औरत लड़की लड़की बच्ची मादा फी फीमेल",
    "M": "m male man boy पु पुरुष पुरूष लड़का लड़का बच्चा नर मेल",
    "O": "o t other others transgender third अन्य ट्रांसजेंडर किन्नर",
}
SEX_OF = {word: sex for sex, words in _SEXES.items() for word in words.split()}
_RELATIONS = {
    "w/o": "W",
    "s/o": "F",
    "d/o": "F",
    "c/o": "C",
    "h/o": "C",
    "पति": "W",
    "पिता": "F",
    "माता": "M",
    "मां": "M",
}
_RELATION = re.compile(r"(?i)^\s*([swdch])\s*[/.]?\s*o\b\.?:?\s*|^\s*(पति|पिता|माता|मां)(?!\w)\s*[:\-.]?\s*")
_AGE_SEX = re.compile(r"^(.*?\d.*?)\s*[/,\- ]\s*([^\W\d_]\S*)$")
_SHORTENED = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")
_MASKED = re.compile(r"XXXX XXXX \d{4}")


@dataclass
class Facts:
    """Names as in NewPatient where both have them, so that likeness can be asked the same way."""

    name: str = ""
    name_other: str = ""
    name_keys: list[str] = field(default_factory=list)
    sex: str = ""
    birth_date: date | None = None
    birth_is_estimated: bool = False
    guardian_name: str = ""
    guardian_relation: str = ""
    phone: str = ""
    house: str = ""
    street: str = ""
    ward: str = ""
    pincode: str = ""
    district: str = "Patna"
    number: str = ""
    came_on: date | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)  # column and sentence


def read(row: list[str], columns: dict[str, int], today: date) -> Facts:
    """The facts of one row. `problems` is empty when the row can be taken; sentences are in the language now active."""
    cells = {name: _line(row[place]) for name, place in columns.items() if place < len(row)}
    facts = Facts()
    _texts(facts, cells, {name: row[place] for name, place in columns.items() if place < len(row)})
    _when_came(facts, cells, today)
    _age_with_sex(cells)
    _sex(facts, cells)
    _birth(facts, cells, facts.came_on or today, today)
    _guardian(facts, cells)
    _phone(facts, cells)
    _place(facts, cells)
    if facts.name:
        facts.name_other = facts.name_other or other_script(facts.name)
        facts.name_keys = keys_of(facts.name, facts.name_other)
    return facts


def _line(cell: str) -> str:
    return clean(cell)


def _texts(facts: Facts, cells: dict, raw: dict) -> None:
    for name, text in raw.items():
        if len(text) > MAX_CELL:
            _wrong(facts, name, _("This cell is too long for a register."))
        elif _MASKED.search(text):
            _wrong(facts, name, _("This looks like an Aadhaar number, which is not taken from a file."))
        elif len(cells[name]) > LONGEST.get(name, MAX_CELL):
            _wrong(facts, name, _("Too long: at most %(most)d letters.") % {"most": LONGEST[name]})
    facts.name, facts.name_other = cells.get("name", ""), cells.get("name_other", "")
    facts.number = cells.get("number", "").upper()
    if not facts.name:
        _wrong(facts, "name", _("The name is missing."))
    elif not any(letter.isalpha() for letter in facts.name):
        _wrong(facts, "name", _("A name has letters. Write it in Hindi or English."))


def _when_came(facts: Facts, cells: dict, today: date) -> None:
    if text := cells.get("came_on", ""):
        try:
            facts.came_on = dates.parse_past_day(text.split(" ")[0] if ":" in text else text, today)
        except dates.InvalidDate as error:
            _wrong(facts, "came_on", str(error))
    if facts.came_on and facts.came_on.year < today.year - 100:
        _wrong(facts, "came_on", _("This day is more than 100 years ago."))


def _age_with_sex(cells: dict) -> None:
    """ "46/F" in one column is an age and a sex."""
    found = _AGE_SEX.match(cells.get("age", ""))
    if found and not cells.get("sex") and found[2].lower().strip(".") in SEX_OF:
        cells["age"], cells["sex"] = found[1], found[2]


def _sex(facts: Facts, cells: dict) -> None:
    text = cells.get("sex", "").lower().strip(" .")
    facts.sex = SEX_OF.get(text, "")
    if not text:
        _wrong(facts, "sex", _("The sex is missing."))
    elif not facts.sex:
        _wrong(facts, "sex", _("This is not understood. Write F, M or O, or महिला, पुरुष, अन्य."))


def _birth(facts: Facts, cells: dict, said_on: date, today: date) -> None:
    name = "birth_date" if cells.get("birth_date") else "age"
    text = cells.get(name, "")
    if not text:
        _wrong(facts, "age", _("Neither age nor birth date."))
        return
    try:
        birth = dates.parse_birth(text, today if name == "birth_date" else said_on)
    except dates.InvalidDate as error:
        _wrong(facts, name, str(error))
        return
    facts.birth_date, facts.birth_is_estimated = birth.date, birth.is_estimated
    if facts.came_on and birth.date > facts.came_on:
        _wrong(facts, name, _("Born after the day the person came."))


def _guardian(facts: Facts, cells: dict) -> None:
    text = cells.get("guardian", "")
    found = _RELATION.match(text)
    letter = found and (f"{found[1].lower()}/o" if found[1] else found[2])
    facts.guardian_name = text[found.end() :].strip() if found else text
    if facts.guardian_name:
        facts.guardian_relation = _RELATIONS[letter] if letter else Patient.Relation.OTHER


def _phone(facts: Facts, cells: dict) -> None:
    text = cells.get("phone", "")
    if not text.strip("-0. "):
        return
    if _SHORTENED.match(text):
        _wrong(
            facts, "phone", _("The spreadsheet has shortened this number. Make the column “Text” and type it again.")
        )
        return
    try:
        facts.phone = ids.parse_phone(text)
    except ids.InvalidId as error:
        _wrong(facts, "phone", str(error))


def _place(facts: Facts, cells: dict) -> None:
    facts.house, facts.street = cells.get("house", ""), cells.get("street", "")
    facts.district = cells.get("district", "") or "Patna"
    facts.pincode = re.sub(r"[\s-]", "", latin_digits(cells.get("pincode", "")))
    if facts.pincode and not re.fullmatch(r"[1-9][0-9]{5}", facts.pincode):
        _wrong(facts, "pincode", _("A PIN code has 6 digits and does not begin with 0, like 800001."))
    ward = latin_digits(cells.get("ward", ""))
    is_patna = facts.district.lower() in {"patna", "पटना"} and (facts.pincode or "8000").startswith("8000")
    if ward and is_patna and not (ward.isdecimal() and int(ward) in PATNA_WARDS):
        _wrong(facts, "ward", _("Wards of Patna are 1 to 75."))
    facts.ward = str(int(ward)) if ward.isdecimal() else ward


def _wrong(facts: Facts, name: str, sentence: str) -> None:
    facts.problems.append((name, sentence))


def problem_words(facts: Facts) -> str:
    """For one cell of a report: "Age: Neither age nor birth date. Mobile: …"."""
    return " ".join(f"{LABELS[name]}: {sentence}" for name, sentence in facts.problems)
