"""How a number looks once spaces, hyphens and Hindi digits are out of the way."""

import re

from hms.lib.text import clean, latin_digits

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


def bare(text: str) -> str:
    """`text` without spaces, hyphens and invisible characters, ०-९ as 0-9."""
    return _SEPARATORS.sub("", latin_digits(clean(text)))


def is_digits(text: str) -> bool:
    return re.fullmatch("[0-9]+", text) is not None
