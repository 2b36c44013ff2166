"""The notice that is read out at first registration, in versions that never change once used.

Change the words only by adding a version: its hash stands in every consent recorded under it.
Source: DPDP Act 2023 s.5-6 (itemised data and purposes, how to withdraw and complain), Aadhaar rules of
10 Jan 2023 (consent kept, alternatives offered, nobody refused).
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from registration.models import Consent

CURRENT = {"none": "2026-1", "index": "2026-1", "vault": "2026-1v"}  # by what is kept of an Aadhaar number

_FOLDER = Path(__file__).resolve().parent / "notices"


class Notice(NamedTuple):
    version: str
    language: str
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of the words as shown, 64 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@cache
def _read(language: str, version: str) -> Notice:
    """Raises FileNotFoundError for a version or language that never was."""
    text = (_FOLDER / f"{version}.{language}.txt").read_text(encoding="utf-8")
    return Notice(version, language, text.strip())


def notice(language: str, version: str = "") -> Notice:
    """The words of a version; without one, those that are read out now."""
    return _read(language, version or CURRENT[settings.HMS_AADHAAR])


def row(patient, language: str, mode: str, *, centre, by, at) -> Consent:
    """The consent, not saved yet."""
    read = notice(language)
    return Consent(
        patient=patient,
        notice_version=read.version,
        notice_hash=read.hash,
        language=language,
        mode=mode,
        recorded_at=at,
        recorded_by=by,
        centre=centre,
    )
