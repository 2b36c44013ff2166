"""Pieces of a card in the form's own words: relation, sex, birth date, street."""

import re

from hms.lib.text import clean, latin_digits

STREET_LIMIT = 120  # letters, as the record's column
_RELATION = re.compile(r"(?P<kind>[SDWCHF])\s*[/\\.]\s*O\b\.?\s*[:,-]*\s*", re.IGNORECASE)
# S/O and D/O name the father (or mother: the desk corrects it), W/O the husband, C/O whoever cares.
_RELATIONS = {"S": "F", "D": "F", "W": "W", "H": "C", "F": "C", "C": "C"}
_HINDI = {
    "पति": "W", "पत्नी": "W", "पिता": "F", "पुत्र": "F", "पुत्री": "F", "आत्मज": "F", "आत्मजा": "F", "माता": "M", "द्वारा": "C",
}  # fmt: skip
_SEXES = {"M": "M", "MALE": "M", "F": "F", "FEMALE": "F", "T": "O", "TRANSGENDER": "O", "O": "O", "OTHER": "O"}
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


def guardian(text: str) -> tuple[str, str]:
    """Relation and name out of "S/O Shivnath Yadav"; without a known beginning it is a guardian (C)."""
    text = clean(text)
    if found := _RELATION.match(text):
        relation, name = _RELATIONS[found["kind"].upper()], text[found.end() :]
    else:
        first, _, rest = text.partition(" ")
        relation = _HINDI.get(first.rstrip(":-"), "")
        name = rest if relation else text
    name = name.strip(" ,:-")
    return (relation or "C", name[:100]) if name else ("", "")


def sex(text: str) -> str:
    """F, M, O or "" where it is not disclosed."""
    return _SEXES.get(clean(text).upper(), "")


def birth(text: str) -> str:
    """DD-MM-YYYY or YYYY; "" for what is neither. Whether that day ever was, the form says."""
    text = latin_digits(clean(text))
    if found := _DAY.fullmatch(text):
        day, month, year = found.groups()
    elif found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    else:
        return text if re.fullmatch(r"(18|19|20)\d\d", text) else ""
    return f"{int(day):02}-{int(month):02}-{year}"


def street(*parts: str) -> str:
    """The parts that are there, each once, as many as the record holds."""
    kept: list[str] = []
    for part in map(clean, parts):
        longer = ", ".join([*kept, part])
        if part and part.lower() not in (one.lower() for one in kept) and len(longer) <= STREET_LIMIT:
            kept.append(part)
    return ", ".join(kept)


def pincode(text: str) -> str:
    digits = re.sub(r"\s", "", latin_digits(clean(text)))
    return digits if re.fullmatch(r"[1-9]\d{5}", digits) else ""


def place(text: str) -> str:
    """A district or state; capitals become ordinary writing."""
    text = clean(text)[:60]
    return text.title() if text.isupper() else text
