"""What a scanner types. The slip's QR belongs to the app above, which registers how to read it.

scans.add_resolver(resolver)      in AppConfig.ready(); resolver(token) -> Visit | None
"""

import re
from collections.abc import Callable

from registration.models import Visit

Resolver = Callable[[str], Visit | None]

_resolvers: list[Resolver] = []
_SLIP = re.compile(r"/s/([A-Za-z0-9_-]{16,64})/?$")
# "http" as the scanner types it while Windows stands on the Hindi InScript keyboard.
_HINDI_KEYBOARD = "पजजह"


def add_resolver(resolver: Resolver) -> None:
    """`resolver` gets the token of https://host/s/<token> and gives its visit, or None."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def slip_token(text: str) -> str | None:
    """The token when `text` is a slip's address."""
    found = _SLIP.search(text.strip())
    return found[1] if found else None


def typed_in_hindi(text: str) -> bool:
    """Whether a scanner's address came through the Hindi keyboard and cannot be read."""
    return text.startswith(_HINDI_KEYBOARD)


def visit_of(token: str) -> Visit | None:
    """The visit whose slip was scanned; None for an unknown or revoked link."""
    return next((visit for resolve in _resolvers if (visit := resolve(token))), None)
