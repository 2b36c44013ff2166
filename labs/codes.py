"""Numbers on specimen labels: L and ten digits, the last a Verhoeff check digit. No meaning inside.

Digits only, so a scanner gives the same under any keyboard layout and a gloved hand can type it on the numeric pad.
"""

import re
import secrets

from django.utils.translation import gettext as _

from hms.lib import ids
from hms.lib.text import clean, latin_digits
from labs.errors import LabError

_BODY = 9


def new_sample_code() -> str:
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _digit in range(_BODY - 1))
    return f"L{body}{ids.check_digit(body)}"


def format_sample_code(code: str) -> str:
    """As printed: "L 4821 339 057"."""
    return f"{code[0]} {code[1:5]} {code[5:8]} {code[8:]}"


def looks_like_sample_code(typed: str) -> bool:
    return re.fullmatch(rf"[Ll]?[0-9]{{{_BODY + 1}}}", _bare(typed)) is not None


def parse_sample_code(typed: str) -> str:
    """The code as stored. L, spaces and hyphens may be left out. Raises LabError when a digit is wrong."""
    digits = _bare(typed).lstrip("Ll")
    if not re.fullmatch(rf"[0-9]{{{_BODY + 1}}}", digits):
        raise LabError(_("A sample code has L and ten digits."), field="q")
    if not ids.passes_verhoeff(digits):
        raise LabError(_("One digit of this sample code is wrong. Look at the label again."), field="q")
    return f"L{digits}"


def _bare(typed: str) -> str:
    return re.sub(r"[\s-]+", "", latin_digits(clean(typed)))
