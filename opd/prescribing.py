"""One line of a prescription typed in one go: `pcm 500 1-0-1 5d pc`. Pure.

The line begins with the medicine's name or part of it; strength, form, dose, food and days follow in any order.
Whatever is not understood as one of those belongs to the name. Sources: as opd.doses.
"""

import re
from dataclasses import dataclass, replace

from hms.lib.text import clean, latin_digits
from opd.dose_words import EVERY_ALIASES, FOOD, MEASURE_ALIASES
from opd.doses import DoseError, parse_dose

_FOOD_WORDS = {code.lower(): code for code in FOOD if code} | {
    "p.c": "PC", "a.c": "AC", "after": "PC", "before": "AC", "khali": "ES", "empty": "ES",
}  # fmt: skip
_FORM_WORDS = {
    "tablet": "tab tabs tablet गोली",
    "capsule": "cap caps capsule कैप्सूल",
    "syrup": "syp syr syrup susp liquid सिरप",
    "drops": "drops ड्रॉप",
    "injection": "inj injection सुई",
    "ointment": "oint ointment cream gel मलहम क्रीम",
    "lotion": "lotion लोशन",
    "inhaler": "inh inhaler mdi इनहेलर",
    "sachet": "sachet पैकेट",
}
_FORM_OF = {word: form for form, words in _FORM_WORDS.items() for word in words.split()}
# Impossible numbers are read as days as well, so that they are refused as days and not taken for a name.
_DAYS = re.compile(
    r"(?:x|for)? ?([-–]?\d{1,6}) ?"
    r"(d|day|days|दिन|w|wk|week|weeks|हफ्ते|हफ्ता|m|mon|month|months|महीना|महीने|y|yr|year|years|साल)"
)
_LESS_THAN_NONE = re.compile(r"[-–]\d{1,4}")
_DAYS_IN = {"w": 7, "ह": 7, "m": 30, "म": 30, "y": 365, "स": 365}
_SLOT = r"\d{0,4}(?:\.\d+)?[½¼¾]?"
_DOSE_WORD = re.compile(rf"{_SLOT}(?:ml)?(?:[-–+]{_SLOT}(?:ml)?){{1,3}}")
_COUNT_EVERY = re.compile(r"[\d.½¼¾]+ [a-z0-9.-]+")  # "5 od": the first such number is the strength
_STRENGTH = re.compile(r"\d+(?:\.\d+)?(?:mg|mcg|g|gm|iu|%)?")


@dataclass(frozen=True)
class Line:
    """What a typed line says. Empty means not said; `strength` is the bare number with its unit as typed."""

    name: str = ""
    strength: str = ""
    form: str = ""
    dose: str = ""
    food: str = ""
    days: int | None = None


def parse_line(text: str) -> Line:
    """Take a line apart; never fails: what is not understood stays in the name."""
    words = _words(text)
    line, name = Line(), []
    while words:
        taken, line = _take(words, line, has_name=bool(name))
        if not taken:
            name.append(words[0])
        words = words[taken or 1 :]
    return replace(line, name=" ".join(name))


def _words(text: str) -> list[str]:
    text = latin_digits(clean(text)).lower()
    text = re.sub(r"(?<![\d/])1/2(?![\d/])", "½", text)
    # "1 - 0 - 1" is one dose; a sign that stands before its number only, as in "1-0-1 -5", is not part of it.
    text = re.sub(r"(?<=[\d½¼¾])(?:([-–+])\s*|\s+([-–+])\s+)(?=[\d½¼¾])", r"\1\2", text)
    return text.split()


def _take(words: list[str], line: Line, *, has_name: bool) -> tuple[int, Line]:
    """How many words the next piece takes, 0 when it is part of the name, and the line with it."""
    for length in (3, 2, 1):
        if len(words) >= length and (found := _read(" ".join(words[:length]), line, has_name=has_name)):
            return length, found
    return 0, line


def _read(piece: str, line: Line, *, has_name: bool) -> Line | None:
    if piece in _FOOD_WORDS and has_name:
        return replace(line, food=_FOOD_WORDS[piece])
    if (days := _days(piece)) is not None and has_name:
        return replace(line, days=days)
    if not line.dose and has_name and _is_dose(piece) and not (_COUNT_EVERY.fullmatch(piece) and not line.strength):
        return replace(line, dose=piece)
    if piece in _FORM_OF:
        return replace(line, form=_FORM_OF[piece])
    if has_name and not line.strength and _STRENGTH.fullmatch(piece.replace(" ", "")):
        return replace(line, strength=piece.replace(" ", ""))
    return None


def _days(piece: str) -> int | None:
    if _LESS_THAN_NONE.fullmatch(piece):
        return -int(piece[1:])
    match = _DAYS.fullmatch(piece)
    return int(match[1].replace("–", "-")) * _DAYS_IN.get(match[2][0], 1) if match else None


def _is_dose(piece: str) -> bool:
    """A dose by its look, so that a wrong one (50-0-50) is told as a wrong dose and not taken for a name."""
    if _DOSE_WORD.fullmatch(piece) and any(mark in piece for mark in "-–+"):
        return True
    words = piece.split()
    if words[-1] not in EVERY_ALIASES and words[-1].strip(".") not in MEASURE_ALIASES:
        return False
    try:
        parse_dose(piece)
    except DoseError:
        return bool(re.match(r"\d", piece)) and words[-1] in EVERY_ALIASES
    return True
