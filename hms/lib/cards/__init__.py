"""QR codes people carry: Aadhaar Secure QR, the old Aadhaar XML QR, the ABHA QR. Pure: nothing is kept or logged."""

from .card import Card, Source
from .errors import CardDamaged, CardTooLong, CardUnknown
from .keys import TrustedKey, load_keys
from .photo import as_png
from .read import looks_like_card, read_card

__all__ = [
    "Card",
    "CardDamaged",
    "CardTooLong",
    "CardUnknown",
    "Source",
    "TrustedKey",
    "as_png",
    "load_keys",
    "looks_like_card",
    "read_card",
]
