"""The UHID: the one number a patient carries. Ten random digits and a check digit, no meaning inside.

Eleven digits and never a leading 0, so it cannot be taken for a mobile number (10, or 11 with 0) or for
Aadhaar (12).
"""

import secrets

from django.utils.translation import gettext_lazy as _

from .errors import HasLetters, InvalidId, MissingId, WrongCheck, WrongLength
from .typed import bare, is_digits
from .verhoeff import check_digit, passes_verhoeff

LENGTH = 11


def new_uhid() -> str:
    """Eleven digits. Random, so a number can be taken already: the caller's unique index decides."""
    first = 10 ** (LENGTH - 2)
    digits = str(first + secrets.randbelow(9 * first))
    return digits + check_digit(digits)


def format_uhid(uhid: str) -> str:
    """As printed: "2046 8135 779"."""
    return f"{uhid[:4]} {uhid[4:8]} {uhid[8:]}"


def parse_uhid(text: str) -> str:
    """The eleven digits of a typed or scanned UHID.

    Raises InvalidId: MissingId, HasLetters, WrongLength or WrongCheck.
    """
    digits = bare(text)
    if not digits:
        raise MissingId(_("Enter the UHID."))
    if not is_digits(digits):
        raise HasLetters(_("A UHID has only digits."))
    if len(digits) != LENGTH:
        raise WrongLength(_("A UHID has 11 digits; this has %(count)d.") % {"count": len(digits)})
    if not passes_verhoeff(digits):
        raise WrongCheck(_("One digit of this UHID is wrong. Compare it with the slip."))
    if digits.startswith("0"):
        raise InvalidId(_("A UHID never begins with 0."))
    return digits
