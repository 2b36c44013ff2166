"""Spellings people here use, read once from hms/lib/data (each row names its source)."""

import csv
import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).resolve().parent.parent / "data"

_NASAL_BEFORE_ITS_CLASS = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ँ")
_UNWRITTEN = re.compile("[\u093c\u200c\u200d]")  # nukta and joiners: typed by some, left out by most


def fold_devanagari(token: str) -> str:
    """One writing for हिन्दी/हिंदी, माँझी/मांझी and ज़ीनत/जीनत."""
    return _NASAL_BEFORE_ITS_CLASS.sub("ं", _UNWRITTEN.sub("", token))


@cache
def common_roman() -> dict[str, str]:
    """Folded Devanagari word to its usual roman spelling."""
    return {
        fold_devanagari(word): row["roman"]
        for row in _rows("common_names.csv")
        for word in _words(row, "devanagari", "devanagari_also")
    }


@cache
def common_devanagari() -> dict[str, str]:
    """Lower-case roman word, with the spellings that are surely the same word, to Devanagari."""
    return {word: row["devanagari"] for word, row in _common_spellings()}


@cache
def families() -> dict[str, str]:
    """Any spelling, lower-case roman or folded Devanagari, to the family's first one in lower case.

    Families are for finding only: Sah, Shah and Sahu are one family and three names. The first family that
    lists a spelling keeps it.
    """
    found: dict[str, str] = {}
    for row in _rows("name_variants.csv"):
        canonical = found.get(row["canonical"].lower(), row["canonical"].lower())
        for word in _words(row, "canonical", "roman_variants"):
            found.setdefault(word.lower(), canonical)
        for word in _words(row, "devanagari_variants"):
            found.setdefault(fold_devanagari(word).rstrip(".0"), canonical)
    for word, row in _common_spellings():
        found.setdefault(word, found.get(row["roman"].lower(), row["roman"].lower()))
    return found


@cache
def shared_by_many() -> frozenset[str]:
    """Families and words that half the district carries, so they tell little: Devi, Kumar, Md, surnames."""
    in_families = {
        row["canonical"].lower()
        for row in _rows("name_variants.csv")
        if re.search("surname|last|middle|prefix|M given", row["use"])
    }
    return frozenset(
        in_families | {row["roman"].lower() for row in _rows("common_names.csv") if row["use"] == "surname"}
    )


def _common_spellings() -> list[tuple[str, dict[str, str]]]:
    rows = _rows("common_names.csv")
    return [(word.lower(), row) for row in rows for word in _words(row, "roman", "roman_also")]


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _words(row: dict[str, str], *columns: str) -> list[str]:
    return [word.strip() for column in columns for word in row[column].split(";") if word.strip()]
