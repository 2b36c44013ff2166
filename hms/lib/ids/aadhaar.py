"""Aadhaar numbers: told apart from their look-alikes, shown masked, and kept out of every log.

Format: 12 digits, the first 2-9, not a palindrome, Verhoeff check digit. Source: UIDAI, A UID Numbering
Scheme. The mask hides the first eight digits, as MeitY asks.
"""

import logging
import re
import traceback

from django.utils.translation import gettext_lazy as _

from hms.lib.text import latin_digits

from .errors import HasLetters, InvalidId, MissingId, WrongCheck, WrongLength
from .typed import bare, is_digits
from .verhoeff import passes_verhoeff

LENGTH = 12
_GAP = r"(?:[\s\-+_.\u2010-\u2015]|%20|%2[BbDd]){0,2}"
# Twelve digits solid or as printed, 4-4-4, also inside URLs. \d takes in ०-९.
_LOOKS_LIKE = re.compile(rf"(?:(?<!\d)|(?<=%20))(\d{{4}}){_GAP}(\d{{4}}){_GAP}(\d{{4}})(?!\d)")


class VirtualId(InvalidId):
    """Sixteen digits: UIDAI's temporary Virtual ID, which must not be kept."""


class EnrolmentNumber(InvalidId):
    """Fourteen digits (28 with its time): an enrolment slip, or an ABHA number."""


class MaskedNumber(InvalidId):
    """A masked card, XXXX XXXX 1234, does not carry the number."""


class NotIssued(InvalidId):
    """UIDAI never issues such a number."""


def parse_aadhaar(text: str) -> str:
    """The twelve digits. A right shape says nothing about whose number it is.

    Raises InvalidId: MissingId, MaskedNumber, VirtualId, EnrolmentNumber, HasLetters, WrongLength, NotIssued
    or WrongCheck.
    """
    digits = bare(text)
    if not digits:
        raise MissingId(_("Enter the Aadhaar number."))
    if re.fullmatch(r"[Xx*]{8}[0-9]{4}", digits):
        raise MaskedNumber(_("This card hides the first eight digits. Enter all 12, or choose “No Aadhaar”."))
    if _is_enrolment(digits):
        raise EnrolmentNumber(_("This is an enrolment (EID) or ABHA number. Aadhaar has 12 digits."))
    if not is_digits(digits):
        raise HasLetters(_("An Aadhaar number has only digits."))
    if len(digits) == 16:
        raise VirtualId(_("This is a Virtual ID (16 digits). Enter the 12-digit Aadhaar number."))
    if len(digits) != LENGTH:
        raise WrongLength(_("An Aadhaar number has 12 digits; this has %(count)d.") % {"count": len(digits)})
    if digits[0] in "01":
        raise NotIssued(_("An Aadhaar number never begins with 0 or 1."))
    if digits == digits[::-1]:
        raise NotIssued(_("This is not a real Aadhaar number."))
    if not passes_verhoeff(digits):
        raise WrongCheck(_("One digit of this Aadhaar number is wrong. Compare it with the card."))
    return digits


def is_aadhaar(text: str) -> bool:
    try:
        parse_aadhaar(text)
    except InvalidId:
        return False
    return True


def mask_aadhaar(number: str) -> str:
    """Make "XXXX XXXX 1234" from the whole number or from its last four digits."""
    return f"XXXX XXXX {bare(number)[-4:]}"


def redact(text: str) -> str:
    """`text` with every number that could be an Aadhaar number masked, in either script's digits."""
    return _LOOKS_LIKE.sub(_mask_if_real, text)


class RedactAadhaar(logging.Filter):
    """Masks Aadhaar numbers in the message, its arguments and the traceback.

    Put it on handlers: a logger's own filters are skipped for records that come up from its children.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(_message(record)), None
        if record.exc_info and record.exc_info[0]:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a wrong format string must not stop the request
        return f"{record.msg} {record.args}"


def _is_enrolment(digits: str) -> bool:
    """1234/12345/12345 dd/mm/yyyy hh:mm:ss, or its first part."""
    solid = re.sub("[/:]", "", digits)
    return is_digits(solid) and len(solid) in (14, 28)


def _mask_if_real(found: re.Match) -> str:
    digits = latin_digits("".join(found.groups()))
    if is_digits(digits) and digits[0] not in "01" and passes_verhoeff(digits):
        return mask_aadhaar(digits)
    return found[0]
