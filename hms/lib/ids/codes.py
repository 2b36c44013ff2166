"""Short codes that are printed, read aloud and typed: "K7MQ-3TXD".

The alphabet has no 0/O and no 1/I/L, 31 letters in all. As 31 is prime, a sum with a different weight at
each place catches every wrong letter and every pair that changed places. (Luhn mod N needs an even N.)
"""

import secrets

from django.utils.translation import gettext_lazy as _

from .errors import HasLetters, MissingId, WrongCheck, WrongLength
from .typed import bare

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_N = len(CODE_ALPHABET)


def random_code(length: int = 8, choose=secrets.choice) -> str:
    """`length` letters and digits, the last for checking. Eight give 2.4 × 10¹⁰ codes; a unique index must decide.

    `choose` picks one letter of the alphabet; demonstrations give one that can be repeated.
    There is a letter and a digit in each: one box takes codes, names and numbers, and tells them apart by that.
    """
    while True:
        body = "".join(choose(CODE_ALPHABET) for _place in range(length - 1))
        if not body.isalpha() and not body.isdigit():
            return body + _check_letter(body)


def format_code(code: str) -> str:
    """As printed, in fours: "K7MQ-3TXD"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def parse_code(text: str, length: int = 8) -> str:
    """The code without hyphens, in capitals. Spaces, hyphens and small letters are accepted.

    Raises InvalidId: MissingId, HasLetters (a sign codes never have), WrongLength or WrongCheck.
    """
    code = bare(text).upper()
    if not code:
        raise MissingId(_("Enter the code."))
    if strange := next((sign for sign in code if sign not in CODE_ALPHABET), None):
        raise HasLetters(_("Codes never have “%(sign)s”. Look at the paper again.") % {"sign": strange})
    if len(code) != length:
        raise WrongLength(
            _("This code has %(wanted)d letters and digits; you typed %(count)d.")
            % {"wanted": length, "count": len(code)}
        )
    if _check_letter(code[:-1]) != code[-1]:
        raise WrongCheck(_("One letter or digit of this code is wrong. Look at the paper again."))
    return code


def _check_letter(body: str) -> str:
    """Weights 2, 3, 4 … on the body and 1 on the check letter; the weighted sum is 0 modulo 31."""
    total = sum(weight * CODE_ALPHABET.index(letter) for weight, letter in enumerate(body, start=2))
    return CODE_ALPHABET[-total % _N]
