"""Complaints: from the list, in either script, or in the patient's own words."""

import re

from opd.entry import durations
from opd.entry.entered import Entered, with_line
from opd.models import Complaint


def add_complaint(draft: dict, typed: str, code: str = "") -> Entered:
    """Add `typed` ("बुखार 3 दिन"), or the complaint `code` with the duration typed beside it (1 query).

    Words that are on the list get its wording in both languages; others stay as typed.
    """
    words, lasting = durations.split(typed)
    found = Complaint.objects.filter(code=code).first() if code else _named(words)
    if not found and not words:
        return Entered(draft)
    line = {
        "code": found.code if found else "",
        "en": found.name_en if found else words,
        "hi": found.name_hi if found else words,
        "for": lasting,
    }
    rest = [other for other in draft["complaints"] if not _same(other, line)]
    return with_line({**draft, "complaints": rest}, "complaints", line, "complaint")


def _same(one: dict, other: dict) -> bool:
    return one["en"].lower() == other["en"].lower()


def _named(words: str) -> Complaint | None:
    wanted = words.lower()
    for row in Complaint.objects.all():
        names = [part.strip().lower() for part in re.split(r"[/,]", f"{row.name_en}/{row.name_hi}/{row.roman_hi}")]
        if wanted and wanted in {*names, row.name_en.lower(), row.name_hi}:
            return row
    return None
