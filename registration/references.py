"""Addresses and hidden fields that mean nothing outside: a person or a search, sealed for one clerk, centre and day.

Nothing about a patient stands in a URL, a log or the browser's history: the text is AES-GCM ciphertext, differs each
time, and opens only for the person it was made for, at that centre, on that day.
"""

import base64
import binascii
import time
from typing import NamedTuple

from django.utils import timezone

from hms.lib import crypto

AADHAAR_KEPT_SECONDS = 15 * 60


class Unreadable(Exception):
    """Made for somebody else, for another day, or not by us."""


class Person(NamedTuple):
    """`knows_number`: a number of this person's was given already, so the year of birth is the second fact."""

    key: int
    knows_number: bool
    is_scanned: bool  # a scanner led here, nobody typed


def of_person(patient_key: int, *, user, centre, knows_number: bool = False, is_scanned: bool = False) -> str:
    return _seal([patient_key, int(knows_number), int(is_scanned)], _context("person", user, centre))


def person(reference: str, *, user, centre) -> Person:
    """Raises Unreadable."""
    key, knows_number, *scanned = _open(reference, _context("person", user, centre))
    return Person(key, bool(knows_number), scanned == [1])


def of_people(patient_keys: list[int], *, user, centre) -> str:
    """Those who were shown as likely the same person."""
    return _seal(patient_keys, _context("people", user, centre))


def people(reference: str, *, user, centre) -> list[int]:
    """Raises Unreadable."""
    return _open(reference, _context("people", user, centre))


def of_search(text: str, *, user, centre) -> str:
    return _seal(text, _context("search", user, centre))


def search(reference: str, *, user, centre) -> str:
    """The text searched for. Raises Unreadable."""
    return _open(reference, _context("search", user, centre))


def of_card(said: dict, *, user, centre) -> str:
    """What a scanned card said, carried by the form it filled in (registration.cards.Scanned)."""
    return _seal(said, _context("card", user, centre))


def card(reference: str, *, user, centre) -> dict:
    """Raises Unreadable."""
    return _open(reference, _context("card", user, centre))


def of_aadhaar(number: str, *, user) -> str:
    """A number already typed, carried over a refused form so that it is neither shown nor typed again."""
    return _seal([number, int(time.time())], f"aadhaar:{user.pk}")


def aadhaar(reference: str, *, user) -> str:
    """The number, for a quarter of an hour. Raises Unreadable."""
    number, made_at = _open(reference, f"aadhaar:{user.pk}")
    if time.time() - made_at > AADHAAR_KEPT_SECONDS:
        raise Unreadable
    return number


def _context(kind: str, user, centre) -> str:
    return f"{kind}:{user.pk}:{centre.pk}:{timezone.localdate()}"


def _seal(value, context: str) -> str:
    return base64.urlsafe_b64encode(crypto.sealer().seal(value, context)).decode().rstrip("=")


def _open(reference: str, context: str):
    try:
        blob = base64.urlsafe_b64decode(reference + "=" * (-len(reference) % 4))
        return crypto.sealer().open(blob, context)
    except (binascii.Error, ValueError, crypto.SealBroken):
        raise Unreadable from None
