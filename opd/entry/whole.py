"""The whole consultation typed in one line: `c fever 3d; d J06.9; r pcm 500 1-0-1 5d pc; t KFT, HB; f 7d; s`.

Each part begins with a letter that says where it belongs. What is not clear stays in the line, with all that follows.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from hms.lib.text import clean
from opd.entry.entered import Entered
from opd.selectors import kept

BOXES = {"b": "bundle", "c": "complaint", "d": "diagnosis", "r": "medicine", "t": "test"}
SEVERAL = "cd"  # with commas between
TEXTS = {"h": "history", "x": "examination", "a": "advice", "f": "follow_up"}
LAST, SIGN = "l", "s"
SEPARATOR = re.compile(r"[;\n]")


def enter_whole(draft: dict, desk, press: Callable) -> tuple[Entered, str]:
    """Take part after part; the box of the first that is not clear, "sign" when the line ended so.

    `press` is actions.apply: a part does what its own box and Enter do.
    """
    used = None
    parts = [part for part in map(clean, SEPARATOR.split(draft["typing"]["whole"])) if part]
    for at, part in enumerate(parts):
        letter, _space, text = part.partition(" ")
        letter, text, rest = letter.lower(), clean(text), "; ".join(parts[at + 1 :])
        if letter == SIGN and not text:
            return Entered(_left(draft, rest), used=used), "sign"
        entered, box = _take(draft, letter, text, desk, press)
        if entered.problem:
            return Entered(_left(draft, "; ".join(parts[at:])), problem=entered.problem, used=used), "whole"
        draft, used = _left(entered.draft, rest), entered.used or used
        if not entered.is_taken:
            return Entered(draft, notice=entered.notice, choices=entered.choices, used=used), box
    return Entered(draft, used=used), "whole"


def _take(draft: dict, letter: str, text: str, desk, press: Callable) -> tuple[Entered, str]:
    if letter == LAST:
        return press(draft, "repeat", "", desk)
    if letter == "x" and text.lower() in {"", "n", "all"}:
        return press(draft, "examination", "ALL", desk)
    if letter in TEXTS and text:
        name = TEXTS[letter]
        written = text if name == "follow_up" else "\n".join(filter(None, [draft[name], text]))
        return Entered({**draft, name: written}), name
    if letter not in BOXES or not text:
        said = _("“%(part)s” is not clear: begin it with b, c, d, r, t, l, x, h, a, f or s.")
        return Entered(draft, problem=said % {"part": clean(f"{letter} {text}")}), "whole"
    box, entered = BOXES[letter], Entered(draft)
    for word in map(clean, text.split(",")) if letter in SEVERAL else [text]:
        if box == "bundle" and (key := _numbered(word, desk)):
            return press(entered.draft, "bundle", key, desk)
        entered, _box = press(_typed(entered.draft, box, word), box, "", desk)
        if not entered.is_taken:
            break
    return entered, box


def _numbered(text: str, desk) -> str:
    """The key of the bundle with this number on the page (1 query for a number)."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 2:
        return ""
    rows = kept.bundles(desk.visit.centre, desk.by)
    return str(rows[int(text) - 1].pk) if 1 <= int(text) <= len(rows) else ""


def _typed(draft: dict, box: str, text: str) -> dict:
    return {**draft, "typing": {**draft["typing"], box: text}}


def _left(draft: dict, rest: str) -> dict:
    return _typed(draft, "whole", rest)
