"""Diagnoses: by ICD-10 code, English, Hindi or short name; free words without a code where nothing fits."""

from hms.lib.text import clean
from opd.catalogue import aliases
from opd.entry.entered import Entered, with_line
from opd.models import Diagnosis
from opd.selectors import search


def add_diagnosis(draft: dict, typed: str, code: str = "", *, as_written: bool = False, use=dict) -> Entered:
    """Add the diagnosis `code`, or the one meant by `typed`. Several that fit come back as choices.

    `as_written` takes the words without a code; `use` is called for what is used most (kept.diagnosis_use).
    """
    words = clean(typed)
    if as_written:
        return _take(draft, None, words) if words else Entered(draft)
    if code:
        return _take(draft, Diagnosis.objects.filter(code=code).first(), words)
    if not words:
        return Entered(draft)
    found = search.diagnoses(words, use=use())
    if found and (len(found) == 1 or _is_exact(found[0], words)):
        return _take(draft, found[0], words)
    return Entered(draft, choices=found) if found else _take(draft, None, words)


def _is_exact(row: Diagnosis, words: str) -> bool:
    wanted = words.lower()
    return wanted in {row.code.lower(), row.name_en.lower(), row.name_hi} or aliases.DIAGNOSES.get(wanted) == row.code


def _take(draft: dict, found: Diagnosis | None, words: str) -> Entered:
    line = {
        "code": found.code if found else "",
        "en": found.name_en if found else words,
        "hi": found.name_hi if found else words,
        "certainty": "provisional",
    }
    if not line["en"] or any(
        (other["code"], other["en"]) == (line["code"], line["en"]) for other in draft["diagnoses"]
    ):
        return Entered({**draft, "typing": {**draft["typing"], "diagnosis": ""}})
    return with_line(draft, "diagnoses", line, "diagnosis")
