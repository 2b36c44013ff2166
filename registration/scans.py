"""What a scanner types. Slips and labels belong to the apps above, which register how to read theirs.

scans.add_resolver(resolver)      in AppConfig.ready(); resolver(token) -> Visit | None
scans.add_label(Label(matches, visit_of))
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from registration.models import Visit

Resolver = Callable[[str], Visit | None]


@dataclass(frozen=True)
class Label:
    """A barcode of another app: whether a text is one, and whose visit it is (None: nobody's at this centre)."""

    matches: Callable[[str], bool]
    visit_of: Callable[[str, object], Visit | None]


_resolvers: list[Resolver] = []
_labels: list[Label] = []
_SLIP = re.compile(r"/s/([A-Za-z0-9_-]{16,64})/?$")
# "http" as the scanner types it while Windows stands on the Hindi InScript keyboard.
_HINDI_KEYBOARD = "पजजह"
_DEPENDENT = re.compile("^[\u0900-\u0903\u093a-\u094f\u0962\u0963]")
_MIXED = re.compile(r"[\u0904-\u0963]\S*\d\S*[\u0904-\u0963]|\d\S*[\u0904-\u0963]\S*\d")
LONG = 16  # letters without a space that no name here has


def add_resolver(resolver: Resolver) -> None:
    """`resolver` gets the token of https://host/s/<token> and gives its visit, or None."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def add_label(label: Label) -> None:
    if label not in _labels:
        _labels.append(label)


def slip_token(text: str) -> str | None:
    """The token when `text` is a slip's address."""
    found = _SLIP.search(text.strip())
    return found[1] if found else None


def is_label(text: str) -> bool:
    return any(label.matches(text) for label in _labels)


def visit_of_label(text: str, centre) -> Visit | None:
    """The visit whose label was scanned; None for another centre's."""
    return next((visit for label in _labels if label.matches(text) and (visit := label.visit_of(text, centre))), None)


def typed_in_hindi(text: str) -> bool:
    """Whether a scan came through the Hindi keyboard and cannot be read.

    No name begins with a vowel sign or mixes letters and digits in one long word.
    """
    if text.startswith(_HINDI_KEYBOARD) or _DEPENDENT.match(text):
        return True
    return any(len(word) >= LONG and _MIXED.search(word) for word in text.split(" "))


def visit_of(token: str) -> Visit | None:
    """The visit whose slip was scanned; None for an unknown or revoked link."""
    return next((visit for resolve in _resolvers if (visit := resolve(token))), None)
