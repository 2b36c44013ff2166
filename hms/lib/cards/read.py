"""Which card a text is, by its content."""

import re

from django.utils.translation import gettext_lazy as _

from hms.lib.text import latin_digits

from .abha import read_abha
from .card import Card
from .errors import CardUnknown
from .keys import TrustedKey
from .secure import read_secure
from .xml import ELEMENT, read_xml

SHORTEST_SECURE = 200  # digits; real ones have 1,300 to 5,000, no other number here has more than 28
_DIGITS = re.compile(rf"\d{{{SHORTEST_SECURE},}}")
_JSON = re.compile(r'\{\s*"')


def looks_like_card(text: str) -> bool:
    """Whether it begins like one of the QR codes, whole or damaged."""
    text = text.strip()
    return bool(_DIGITS.fullmatch(text) or _JSON.match(text) or text.startswith("<") or ELEMENT in text)


def read_card(text: str, keys: list[TrustedKey] = ()) -> Card:
    """Raises CardUnknown, CardDamaged or CardTooLong, in words fit to show."""
    text = text.strip()
    if _DIGITS.fullmatch(text):
        return read_secure(latin_digits(text), keys)
    if ELEMENT in text:
        return read_xml(text)
    if _JSON.match(text):
        return read_abha(text)
    raise CardUnknown(_("This QR code is not known here. Type the details."))
