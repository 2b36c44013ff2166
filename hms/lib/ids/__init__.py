"""Numbers and codes people read out, type, scan and get wrong."""

from .aadhaar import (
    EnrolmentNumber,
    MaskedNumber,
    NotIssued,
    RedactAadhaar,
    VirtualId,
    is_aadhaar,
    mask_aadhaar,
    parse_aadhaar,
    redact,
)
from .codes import CODE_ALPHABET, format_code, parse_code, random_code
from .errors import HasLetters, InvalidId, MissingId, WrongCheck, WrongLength
from .phones import (
    Landline,
    NotMobile,
    RepeatedDigit,
    format_phone,
    mask_phone,
    mask_phone_staff,
    parse_phone,
)
from .tokens import new_token, token_hash
from .uhid import format_uhid, new_uhid, parse_uhid
from .verhoeff import check_digit, passes_verhoeff

__all__ = [
    "CODE_ALPHABET",
    "EnrolmentNumber",
    "HasLetters",
    "InvalidId",
    "Landline",
    "MaskedNumber",
    "MissingId",
    "NotIssued",
    "NotMobile",
    "RedactAadhaar",
    "RepeatedDigit",
    "VirtualId",
    "WrongCheck",
    "WrongLength",
    "check_digit",
    "format_code",
    "format_phone",
    "format_uhid",
    "is_aadhaar",
    "mask_aadhaar",
    "mask_phone",
    "mask_phone_staff",
    "new_token",
    "new_uhid",
    "parse_aadhaar",
    "parse_code",
    "parse_phone",
    "parse_uhid",
    "passes_verhoeff",
    "random_code",
    "redact",
    "token_hash",
]
