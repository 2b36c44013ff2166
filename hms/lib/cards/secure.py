"""The Aadhaar Secure QR: decimal digits, a compressed block, fields between bytes 0xFF, an RSA-2048 signature.

Sources: UIDAI, User manual for QR code (15 March 2019); later layouts (V2 to V5) as read in public decoders. The
signature is PKCS#1 v1.5 with SHA-256 over every decompressed byte before it.
"""

import re
import zlib
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hms.lib.text import clean

from . import facts
from .card import Card, Source
from .errors import CardTooLong, aadhaar_damaged
from .keys import TrustedKey, signer

MOST_DIGITS = 7089  # the largest QR code there is (ISO/IEC 18004, version 40-L, numeric mode)
MOST_BYTES = 16 * 1024  # decompressed
SIGNATURE = 256
HASH = 32
KNOWN_VERSIONS = {"V1", "V2", "V3", "V5"}
_CHUNK = 4000  # Python refuses int() of more than 4,300 digits, for good reasons
_VERSION = re.compile(rb"(V\d{1,2})\xff")
_NAMES = (
    "flag", "reference", "name", "birth", "sex", "care_of", "district", "landmark", "house", "location", "pincode",
    "post_office", "state", "street", "sub_district", "vtc",
)  # fmt: skip


class Block(NamedTuple):
    """A decoded block before anybody looked at its meaning."""

    version: str
    fields: dict[str, str]
    photo: bytes
    signed: bytes
    signature: bytes


def read_secure(digits: str, keys: list[TrustedKey] = ()) -> Card:
    """Raises CardTooLong or CardDamaged. Without a key that fits, `signed_by` is None and the card as good."""
    block = decode(digits)
    text = block.fields
    relation, guardian = facts.guardian(text["care_of"])
    key = signer(block.signed, block.signature, keys)
    return Card(
        source=Source.SECURE_QR,
        name=text["name"][:100],
        birth=facts.birth(text["birth"]),
        sex=facts.sex(text["sex"]),
        relation=relation,
        guardian=guardian,
        house=text["house"][:60],
        street=facts.street(text["street"], text["landmark"], text["location"], text["vtc"]),
        pincode=facts.pincode(text["pincode"]),
        post_office=text["post_office"][:60],
        district=facts.place(text["district"]),
        state=facts.place(text["state"]),
        last4=text["reference"][:4] if re.match(r"\d{4}", text["reference"]) else "",
        version=block.version,
        is_new_version=block.version not in KNOWN_VERSIONS,
        signed_by=key.label if key else None,
        photo=block.photo,
    )


def decode(digits: str) -> Block:
    """The block, unpacked within MOST_BYTES."""
    plain = _unpack(_bytes(digits))
    found = _VERSION.match(plain)
    version = found[1].decode() if found else "V1"
    start = found.end() if found else 0
    names = (*_NAMES, "mobile") if found else _NAMES
    parts = plain[start:-SIGNATURE].split(b"\xff", len(names))
    if len(parts) <= len(names) or len(plain) <= SIGNATURE:
        raise aadhaar_damaged()
    fields = {name: _text(part) for name, part in zip(names, parts, strict=False)}
    if not fields["name"]:
        raise aadhaar_damaged()
    photo = _without_hashes(parts[-1], fields["flag"]) if version == "V1" else parts[-1]
    return Block(version, fields, photo, plain[:-SIGNATURE], plain[-SIGNATURE:])


def _bytes(digits: str) -> bytes:
    if len(digits) > MOST_DIGITS:
        raise CardTooLong(_("This is longer than any Aadhaar QR code. Scan one card at a time."))
    number = 0
    for start in range(0, len(digits), _CHUNK):
        part = digits[start : start + _CHUNK]
        number = number * 10 ** len(part) + int(part)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _unpack(packed: bytes) -> bytes:
    """gzip or zlib, whichever it is."""
    unpacker = zlib.decompressobj(47)
    try:
        plain = unpacker.decompress(packed, MOST_BYTES + 1)
    except zlib.error:
        raise aadhaar_damaged() from None
    if len(plain) > MOST_BYTES:
        raise CardTooLong(_("This code unpacks to more than an Aadhaar card holds. It was not read."))
    if not unpacker.eof or unpacker.unused_data:
        raise aadhaar_damaged()
    return plain


def _without_hashes(tail: bytes, flag: str) -> bytes:
    """V1 has SHA-256 of e-mail and mobile behind the photo: bits 1 and 2 of the flag."""
    count = {"1": 1, "2": 1, "3": 2}.get(flag, 0)
    return tail[: len(tail) - count * HASH]


def _text(part: bytes) -> str:
    """ISO-8859-1 as UIDAI writes; younger cards with UTF-8 are read too."""
    try:
        return clean(part.decode())
    except UnicodeDecodeError:
        return clean(part.decode("iso-8859-1"))
