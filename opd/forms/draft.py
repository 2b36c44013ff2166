"""Reading the consultation page: the lines it carries, the boxes beside it, and which button was pressed."""

import json
from dataclasses import dataclass

from hms.lib.text import clean, whole_number
from opd import drafts
from opd.services import Page

LONGEST_JSON = 200_000
TYPING = drafts.GROUPS["typing"]
TEXTS = drafts.TEXTS
REFERRAL = {
    "to": "ref_to", "department": "ref_department", "reason": "ref_reason", "urgency": "ref_urgency",
    "done": "ref_done",
}  # fmt: skip
EDITED = {"complaints": ("for",), "diagnoses": ("certainty",), "medicines": ("quantity",)}


@dataclass(frozen=True)
class Posted:
    """One sending of the page. `action` and `argument` come from the button: "drop", "medicines:2"."""

    draft: dict
    version: int
    page: Page
    action: str
    argument: str


def read(post) -> Posted:
    """Never refuses: whatever cannot be read counts as not there."""
    lines = _lines(post.get("lines", ""))
    raw = {
        **{name: _edited(name, lines.get(name)) for name in drafts.LISTS},
        **{name: lines.get(name) for name in drafts.CODES},
        **{name: post.get(name, "") for name in TEXTS},
        "referral": {key: post.get(box, "") for key, box in REFERRAL.items()},
        "typing": {box: post.get(box, "") for box in TYPING},
    }
    for section, names in EDITED.items():
        for at, line in enumerate(raw[section]):
            line.update({name: post[f"{name}-{at}"] for name in names if f"{name}-{at}" in post})
    action, _colon, argument = clean(post.get("do", "save")).partition(":")
    page = Page(clean(post.get("page", ""))[:40], _number(post.get("number")))
    return Posted(drafts.tidy(raw), _number(post.get("version")), page, action, argument)


def lines_json(draft: dict) -> str:
    """What the page carries along: everything that has no box of its own."""
    return json.dumps({name: draft[name] for name in (*drafts.LISTS, *drafts.CODES)}, ensure_ascii=False)


def _lines(text: str) -> dict:
    try:
        found = json.loads(text[:LONGEST_JSON]) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _edited(name: str, rows) -> list[dict]:
    return [dict(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _number(text) -> int:
    return whole_number(text) or 0
