"""The number on a slip of a pad: "YRP-P00417-3". Centre, P, a number that only grows, a check digit. Pure.

The check digit (Verhoeff) finds every wrong digit and every swap of neighbours. The centre's letters count too (A is
10, Z is 35): nine of ten wrong letters are found by it, the others name a slip that does not exist. Nine signs and
more: never taken for a slip's code (8), a phone or a UHID (digits only).
"""

import re

from django.utils.translation import gettext_lazy as _

from hms.lib.ids import InvalidId, WrongCheck, check_digit, passes_verhoeff
from hms.lib.text import clean, latin_digits

_SHAPE = re.compile(r"([A-Z0-9]{2,6}?)[\s-]*P[\s-]*(\d{5,7})[\s-]*(\d)", re.IGNORECASE | re.ASCII)
_SOLID = re.compile(r"(.+)P(\d+)(\d)")


def make(short_code: str, number: int) -> str:
    """As stored, without hyphens."""
    body = f"{short_code}P{number:05}"
    return body + check_digit(_digits(body))


def show(serial: str) -> str:
    """As printed."""
    found = _SOLID.fullmatch(serial)
    return f"{found[1]}-P{found[2]}-{found[3]}" if found else serial


def spoken(serial: str) -> str:
    """What is called out while the computers are off: the last three digits of the number."""
    found = _SOLID.fullmatch(serial)
    return found[2][-3:] if found else serial


def looks_like(text: str) -> bool:
    return _SHAPE.fullmatch(text) is not None


def parse(text: str) -> str:
    """The serial as stored. Raises InvalidId (not of this shape) or WrongCheck."""
    found = _SHAPE.fullmatch(latin_digits(clean(text)))
    if found is None:
        raise InvalidId(_("A pad slip's number looks like YRP-P00417-3."))
    serial = f"{found[1]}P{found[2]}{found[3]}".upper()
    if not passes_verhoeff(_digits(serial)):
        raise WrongCheck(_("One letter or digit of this pad slip's number is wrong. Look at the paper again."))
    return serial


def _digits(text: str) -> str:
    return "".join(str(int(sign, 36)) for sign in text)
