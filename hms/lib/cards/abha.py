"""The QR of an ABHA card or app: JSON, unsigned, with keys in several spellings.

Sources: NHA, scanning the ABHA QR at a health facility; the reader of the open-source CARE hospital software. The
check digit (Luhn) is nowhere documented, so a failure warns and never refuses.
"""

import json
import re

from django.utils.translation import gettext_lazy as _

from hms.lib import ids
from hms.lib.text import clean, latin_digits

from . import facts
from .card import Card, Source
from .errors import CardDamaged, CardTooLong

LONGEST = 4000  # letters
ADDRESS = re.compile(r"[a-z0-9][a-z0-9._]{2,40}@[a-z]{2,12}")
MARKS = ("hidn", "hid", "phr")  # at least one of these keys is there


def read_abha(text: str) -> Card:
    """Raises CardTooLong or CardDamaged."""
    if len(text) > LONGEST:
        raise CardTooLong(_("This is longer than any ABHA QR code. Scan one card at a time."))
    said = _said(text)
    if not any(mark in said for mark in MARKS) or not said.get("name"):
        raise _damaged()
    number = abha_number(said.get("hidn", ""))
    relation, guardian, rest = _address(said.get("address", ""))
    return Card(
        source=Source.ABHA,
        name=said["name"][:100],
        birth=facts.birth(said.get("dob", "")),
        sex=facts.sex(said.get("gender", "")),
        relation=relation,
        guardian=guardian,
        street=facts.street(*rest),
        pincode=facts.pincode(said.get("pincode", "") or said.get("pin_code", "")),
        district=facts.place(_first(said, "district_name", "dist_name", "district")),
        state=facts.place(_first(said, "state_name", "state")),
        mobile=_mobile(said.get("mobile", "")),
        abha_number=number,
        abha_address=_abha_address(_first(said, "hid", "phr")),
        abha_check_fails=bool(number) and not passes_luhn(number),
    )


def abha_number(text: str) -> str:
    """As printed, 91-1234-5678-9015; "" where it is none."""
    digits = re.sub(r"[\s-]", "", latin_digits(text))
    return f"{digits[:2]}-{digits[2:6]}-{digits[6:10]}-{digits[10:]}" if re.fullmatch(r"\d{14}", digits) else ""


def passes_luhn(number: str) -> bool:
    digits = [int(sign) for sign in reversed(number) if sign.isdecimal()]
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0


def _said(text: str) -> dict[str, str]:
    """Keys in small letters with underscores; only plain values count."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise _damaged() from None
    if not isinstance(read, dict):
        raise _damaged()
    return {
        re.sub(r"[\s_]+", "_", key.strip().lower()): clean(str(value))
        for key, value in read.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def _address(text: str) -> tuple[str, str, list[str]]:
    """Relation, guardian and the rest of "S/O Shivnath Yadav, Yarpur, Patna"."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts and re.match(r"[SDWC]\s*/\s*O\b", parts[0], re.IGNORECASE):
        return *facts.guardian(parts[0]), parts[1:]
    return "", "", parts


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name, "") not in {"", "-"}), "")


def _abha_address(text: str) -> str:
    address = text.lower()
    return address if ADDRESS.fullmatch(address) else ""


def _mobile(text: str) -> str:
    try:
        return ids.parse_phone(text)
    except ids.InvalidId:  # absent or masked
        return ""


def _damaged() -> CardDamaged:
    return CardDamaged(_("This ABHA QR could not be read to its end. Scan it again, or type the details."))
