"""LOINC numbers: digits, a hyphen and a check digit (Luhn, modulus 10; LOINC Users' Guide, appendix C)."""

import re

_FORM = re.compile(r"([0-9]{1,7})-([0-9])")


def is_loinc(code: str) -> bool:
    """Whether `code` is spelled as a LOINC number and its check digit fits; not whether the number exists."""
    found = _FORM.fullmatch(code)
    return found is not None and check_digit(found[1]) == int(found[2])


def check_digit(body: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(body)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number // 10 + number % 10
    return -total % 10
