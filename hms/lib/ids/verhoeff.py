"""The Verhoeff check digit: catches every single wrong digit and every swap of neighbours.

Source: J. Verhoeff, Error Detecting Decimal Codes (1969); UIDAI uses the same tables.
"""

_D = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_P = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)
_INVERSE = "0432156789"


def check_digit(digits: str) -> str:
    """The digit to write after `digits`."""
    return _INVERSE[_fold(digits, start=1)]


def passes_verhoeff(digits: str) -> bool:
    """Whether the last of `digits` is the right check digit for those before it."""
    return _fold(digits, start=0) == 0


def _fold(digits: str, start: int) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits), start):
        total = int(_D[total][int(_P[place % 8][int(digit)])])
    return total
