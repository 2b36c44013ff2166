"""Indian mobile numbers, and what of them may be shown.

The patient's page asks for the last four digits before it opens. Paper carries the QR to that page, so paper
shows the first five digits only; staff, who stand behind a sign-in, see the last five.
"""

import re

from django.utils.translation import gettext_lazy as _

from .errors import HasLetters, InvalidId, MissingId, WrongLength
from .typed import bare, is_digits

LENGTH = 10


class NotMobile(InvalidId):
    """Ten digits, but not beginning 6-9."""


class Landline(InvalidId):
    """A Patna landline: no SMS reaches it."""


class RepeatedDigit(InvalidId):
    """0000000000, 9999999999: typed to get past the box."""


def parse_phone(text: str) -> str:
    """The ten digits of a mobile number; +91, 0091, 91 and 0 in front are taken off.

    Raises InvalidId: MissingId, HasLetters, Landline, WrongLength, RepeatedDigit or NotMobile.
    """
    typed = bare(text)
    if not typed:
        raise MissingId(_("Enter the mobile number."))
    if not is_digits(typed.removeprefix("+")):
        raise HasLetters(_("A mobile number has only digits."))
    digits = _national(typed)
    if len(digits) == LENGTH and len(set(digits)) == 1:
        raise RepeatedDigit(_("This is not a real number. If there is no phone, choose “No phone”."))
    if typed.startswith("0612") and len(digits) == LENGTH:
        raise Landline(_("This is a landline. Enter a mobile number, or choose “No phone”."))
    if len(digits) != LENGTH:
        raise WrongLength(_("A mobile number has 10 digits; this has %(count)d.") % {"count": len(digits)})
    if digits[0] not in "6789":
        raise NotMobile(_("A mobile number begins with 6, 7, 8 or 9."))
    return digits


def format_phone(phone: str) -> str:
    """As "98765 43210", for the person's own record."""
    return f"{phone[:5]} {phone[5:]}"


def mask_phone(phone: str) -> str:
    """As "98765 XXXXX", for paper and anything shared: keeps the gate's last four digits back."""
    return f"{phone[:5]} XXXXX" if phone else ""


def mask_phone_staff(phone: str) -> str:
    """As "…43210", for staff screens only: enough to ask "does it end in 43210?"."""
    return f"…{phone[-5:]}" if phone else ""


def _national(typed: str) -> str:
    for prefix in (r"\+91", "0091", "91", "0"):
        if rest := re.fullmatch(f"{prefix}0?([0-9]{{10}})", typed):
            return rest[1]
    return typed.removeprefix("+")
