"""The shape of a consultation's draft, and what happens when two people wrote in one. Pure.

A draft is one JSON document, so that everything typed is kept whether it is finished or not:

    complaints   [{"code", "en", "hi", "for"}]            code "" for the doctor's own words
    diagnoses    [{"code", "en", "hi", "certainty"}]
    medicines    [{"code", "en", "hi", "form", "strength", "unit", "dose", "food", "days", "quantity", "note"}]
    tests        ["CBC", …]                               test and panel codes not ordered yet
    history examination advice follow_up follow_up_note    as typed
    referral     {"to", "department", "reason", "urgency", "done"}  `to` is a centre's code, `done` what was done here
    typing       {"complaint", "diagnosis", "medicine", …}  what stands unfinished in an entry box
    answered     ["MED0119", …]                           medicines the doctor gives in spite of an alert

Days are a number or None; every other value is text. `tidy` brings whatever a browser sent into this shape.
"""

from hms.lib.ids import redact
from hms.lib.text import clean, clean_lines, truncate

LISTS = {
    "complaints": ("code", "en", "hi", "for"),
    "diagnoses": ("code", "en", "hi", "certainty"),
    "medicines": (
        "code", "en", "hi", "form", "strength", "unit", "dose", "food", "days", "quantity", "note",
    ),
}  # fmt: skip
TEXTS = ("history", "examination", "advice", "follow_up", "follow_up_note")
CODES = ("tests", "answered")
GROUPS = {
    "referral": ("to", "department", "reason", "urgency", "done"),
    "typing": ("complaint", "diagnosis", "medicine", "dose", "food", "days", "note", "test", "bundle", "whole"),
}
SECTIONS = (
    "complaints",
    "history",
    "examination",
    "diagnoses",
    "medicines",
    "tests",
    "advice",
    "follow_up",
    "referral",
)
MOST_LINES = 30
LONGEST = 4000  # letters in one box
LINE_LONGEST = 300
LONGEST_OF = {"whole": 1000}  # of the boxes one types in


def empty() -> dict:
    return tidy({})


def tidy(raw) -> dict:
    """A complete draft out of anything: unknown keys dropped, types and lengths made right."""
    raw = raw if isinstance(raw, dict) else {}
    draft = {name: _lines(raw.get(name), keys) for name, keys in LISTS.items()}
    draft |= {name: _text(raw.get(name)) for name in TEXTS}
    draft |= {name: _codes(raw.get(name)) for name in CODES}
    return draft | {name: _group(raw.get(name), keys) for name, keys in GROUPS.items()}


def is_empty(draft: dict) -> bool:
    """Whether nothing clinical stands in it; unfinished entry boxes do not count."""
    return not any(_meant(draft, section) for section in SECTIONS)


def differing(mine: dict, saved: dict) -> list[str]:
    """The sections where the two are not the same, in the order of the page."""
    return [name for name in SECTIONS if _compared(mine, name) != _compared(saved, name)]


def merged(mine: dict, saved: dict, choices: dict[str, str]) -> dict:
    """One draft of two: for each section "mine", "saved" or "both" (the default: nothing is lost)."""
    draft = tidy(saved)
    for name in differing(mine, saved):
        choice = choices.get(name, "both")
        if choice == "mine":
            draft[name] = mine[name]
        elif choice == "both":
            draft[name] = _both(name, saved[name], mine[name])
    if "follow_up" in choices and choices["follow_up"] == "mine":
        draft["follow_up_note"] = mine["follow_up_note"]
    draft["answered"] = sorted({*saved["answered"], *mine["answered"]})
    return draft


def _both(name: str, saved, mine):
    if name in LISTS or name == "tests":
        return saved + [line for line in mine if line not in saved]
    if name in {"referral", "follow_up"}:  # only one of these can stand: keep the other in words
        return saved or mine if name == "follow_up" else (saved if saved["to"] else mine)
    return "\n".join(filter(None, [saved, mine if mine not in saved else ""]))


def _compared(draft: dict, name: str):
    return (draft[name], draft["follow_up_note"]) if name == "follow_up" else draft[name]


def _meant(draft: dict, name: str):
    if name == "referral":
        return draft["referral"]["to"] or draft["referral"]["reason"]
    return draft[name]


def _lines(raw, keys) -> list[dict]:
    rows = [row for row in raw if isinstance(row, dict)][:MOST_LINES] if isinstance(raw, list) else []
    return [{key: _days(row.get(key)) if key == "days" else _word(row.get(key)) for key in keys} for row in rows]


def _codes(raw) -> list[str]:
    words = [_word(code)[:12] for code in raw] if isinstance(raw, list) else []
    return list(dict.fromkeys(filter(None, words)))[:MOST_LINES]


def _group(raw, keys) -> dict:
    raw = raw if isinstance(raw, dict) else {}
    return {key: _word(raw.get(key), LONGEST_OF.get(key, LINE_LONGEST)) for key in keys}


def _word(value, longest: int = LINE_LONGEST) -> str:
    return redact(truncate(clean(value), longest)) if isinstance(value, str) else ""


def _text(value) -> str:
    return redact(truncate(clean_lines(value), LONGEST)) if isinstance(value, str) else ""


def _days(value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 365 else None
