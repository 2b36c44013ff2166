"""What one look through the microscope answers: its parts, how each is typed, and what of it is not as usual. Pure.

A test of the kind `microscopy` holds its parts as plain data (`Test.components`), so that a result costs no further
query: `count` is what is seen in one field, such as 2-4 per high-power field, judged against `low` and `high` (both
usual); `choice` is one of a list, of which some are not as usual; `words` are free and never judged.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hms.lib import text
from labs.errors import NotPossible

CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")
MOST = 12
LONGEST_WORDS = 60
NONE_SEEN = {"nil", "none", "0", "-", "शून्य", "नहीं"}
PLENTY = {"plenty", "full", "loaded", "many", "p", "बहुत"}
_NEXT = re.compile(r"\n|;(?=\s*[A-Za-z][A-Za-z0-9]{0,7}\s*=)")
_COUNT = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


@dataclass(frozen=True)
class Component:
    """One part of a look. `low` and `high` are the usual counts, in `unit`; None is no limit."""

    code: str
    en: str
    hi: str
    kind: str = "words"  # count, choice, words
    unit: str = ""
    low: int | None = None
    high: int | None = None
    choices_en: list[str] = field(default_factory=list)
    choices_hi: list[str] = field(default_factory=list)
    choices_flag: list[str] = field(default_factory=list)

    @property
    def usual(self) -> str:
        return "" if self.high is None else f"{self.low or 0}–{self.high}"


@dataclass(frozen=True)
class Part:
    """What was seen of one component, with everything a paper says of it; stored with the result as it is."""

    code: str
    en: str
    hi: str
    value_en: str
    value_hi: str
    unit: str = ""
    usual: str = ""
    flag: str = ""  # H or A, N when judged and as usual
    typed: str = ""

    @property
    def words_en(self) -> str:
        return _line(self.en, self.value_en, self)

    @property
    def words_hi(self) -> str:
        return _line(self.hi, self.value_hi, self)

    @property
    def is_abnormal(self) -> bool:
        return self.flag in {"H", "A"}


def of(test) -> list[Component]:
    return [Component(**one) for one in test.components]


def read(test, typed: str) -> list[Part]:
    """The parts meant by lines such as `PUS=2-4`; boxes left empty are left out.

    Raises NotPossible, naming the part, for what cannot be; also when nothing is said at all.
    """
    known = {one.code: one for one in of(test)}
    said = {}
    for line in filter(None, (one.strip() for one in _NEXT.split(typed))):
        code, _equals, value = line.partition("=")
        if code.strip().upper() not in known:
            raise NotPossible(_("“%(line)s” is no part of this test.") % {"line": line[:40]})
        if value.strip():
            said[code.strip().upper()] = text.clean(value)
    if not said:
        raise NotPossible(_("Write what was seen, at least one part."))
    return [_part(one, said[code]) for code, one in known.items() if code in said]


def spelled(parts) -> str:
    """The boxes as they were typed; reading it gives the same again."""
    return "\n".join(f"{part.code}={part.typed}" for part in parts)


def stored(parts) -> list[dict]:
    return [vars(part) for part in parts]


def from_stored(rows) -> list[Part]:
    return [Part(**row) for row in rows or []]


def flag_of(parts) -> str:
    """A when anything is not as usual, N when something was judged and all of it is, else empty."""
    if any(part.is_abnormal for part in parts):
        return "A"
    return "N" if any(part.flag for part in parts) else ""


def _part(one: Component, value: str) -> Part:
    kinds = {"count": _count, "choice": _choice, "words": _words}
    english, hindi, flag, typed = kinds[one.kind](one, value)
    return Part(one.code, one.en, one.hi, english, hindi, one.unit, one.usual, flag, typed)


def _count(one: Component, value: str):
    typed = text.latin_digits(value).lower().replace(" ", "").replace("–", "-")
    judged = one.high is not None
    if typed in NONE_SEEN:
        return "nil", "नहीं", _judge(one, 0) if judged else "", "0"
    if typed in PLENTY:
        return "plenty", "बहुत", "H" if judged else "", "plenty"
    found = _COUNT.fullmatch(typed)
    if not found or (found[2] and int(found[2]) < int(found[1])):
        words = _("%(part)s: type a number or two, such as 2-4; 0 for none, P for plenty.")
        raise NotPossible(words % {"part": _name(one)})
    most = int(found[2] or found[1])
    shown = typed.replace("-", "–")
    return shown, shown, _judge(one, most) if judged else "", typed


def _judge(one: Component, most: int) -> str:
    return "H" if Decimal(most) > one.high else "N"


def _choice(one: Component, value: str):
    if value not in one.choices_en:
        raise NotPossible(_("%(part)s: choose one of the list.") % {"part": _name(one)})
    at = one.choices_en.index(value)
    flag = one.choices_flag[at] if one.choices_flag else ""
    return value, one.choices_hi[at], flag or ("N" if one.choices_flag else ""), value


def _words(one: Component, value: str):
    if len(value) > LONGEST_WORDS:
        raise NotPossible(_("%(part)s: at most %(count)d letters.") % {"part": _name(one), "count": LONGEST_WORDS})
    return value, value, "", value


def _name(one: Component) -> str:
    return one.hi if get_language() == "hi" else one.en


def _line(name: str, value: str, part: Part) -> str:
    mark = {"H": " H", "A": " !"}.get(part.flag, "")
    usual = f" ({part.usual})" if part.usual else ""
    return f"{name}: {value}{' ' + part.unit if part.unit and value[:1].isdigit() else ''}{mark}{usual}"


def written(test) -> str:
    """The parts as whoever keeps the catalogue types them; `parse` reads it."""
    return "\n".join(_written(one) for one in of(test))


def in_words(stored: dict) -> str:
    """One stored component in a line, for the history of a test."""
    return _written(Component(**stored))


def _written(one: Component) -> str:
    answer = ""
    if one.kind == "count":
        answer = f"{one.unit or '-'} {one.low or 0}-{one.high}" if one.high is not None else one.unit or "-"
    if one.kind == "choice":
        flags = one.choices_flag or [""] * len(one.choices_en)
        rows = zip(one.choices_en, one.choices_hi, flags, strict=True)
        answer = "; ".join(f"{english} = {hindi}{' !' if flag == 'A' else ''}" for english, hindi, flag in rows)
    return " | ".join(filter(None, [one.code, one.en, one.hi, answer]))


def parse(typed: str) -> list[dict]:
    """Components as stored, from lines as `written` spells them. Raises NotPossible naming the line."""
    rows = [_parse(line) for line in filter(None, map(str.strip, typed.splitlines()))]
    codes = [row["code"] for row in rows]
    if len(rows) > MOST or len(set(codes)) != len(codes):
        raise NotPossible(_("At most %(count)d parts, each with a code of its own.") % {"count": MOST})
    return rows


def _parse(line: str) -> dict:
    cells = [cell.strip() for cell in line.split("|")]
    if not 3 <= len(cells) <= 4 or not CODE.fullmatch(cells[0]) or not cells[1] or not cells[2]:
        raise NotPossible(_("“%(line)s”: write CODE | English | Hindi | answer.") % {"line": line[:60]})
    one = vars(Component(cells[0], cells[1][:60], cells[2][:60]))
    answer = cells[3] if len(cells) == 4 else ""
    if "=" in answer:
        return {**one, **_choices(answer, line)}
    if not answer:
        return one
    found = re.fullmatch(r"(\S{1,12})(?:\s+([0-9]{1,3})-([0-9]{1,4}))?", answer)
    if not found:
        raise NotPossible(_("“%(line)s”: a count is written as /HPF 0-5.") % {"line": line[:60]})
    limits = {"low": int(found[2]), "high": int(found[3])} if found[2] else {}
    return {**one, "kind": "count", "unit": "" if found[1] == "-" else found[1], **limits}


def _choices(answer: str, line: str) -> dict:
    pairs = [[side.strip() for side in part.split("=")] for part in answer.split(";") if part.strip()]
    if len(pairs) < 2 or any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise NotPossible(_("“%(line)s”: choices are written as Nil = नहीं; Many = बहुत !") % {"line": line[:60]})
    flags = ["A" if hindi.endswith("!") else "N" for _english, hindi in pairs]
    return {
        "kind": "choice",
        "choices_en": [english for english, _hindi in pairs],
        "choices_hi": [hindi.rstrip("! ") for _english, hindi in pairs],
        "choices_flag": flags if "A" in flags else [],
    }
