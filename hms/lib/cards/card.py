"""What a card says about its holder, in the words of the registration form."""

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    SECURE_QR = "secure_qr"  # signed by UIDAI, last four digits only
    OLD_XML = "old_xml"  # before 2018: unsigned, with the whole number
    ABHA = "abha"  # unsigned


@dataclass(frozen=True)
class Card:
    """Unknown is empty. `birth` is DD-MM-YYYY or a year; `sex` F, M or O; `relation` F, W, M or C as in Patient.

    `number` is the whole Aadhaar number and only an old XML QR has it; `photo` are the image's bytes. Both are for
    this one answer: they are in no repr, and nobody stores them.
    """

    source: Source
    name: str = ""
    birth: str = ""
    sex: str = ""
    relation: str = ""
    guardian: str = ""
    house: str = ""
    street: str = ""
    pincode: str = ""
    post_office: str = ""
    district: str = ""
    state: str = ""
    mobile: str = ""
    last4: str = ""
    abha_number: str = ""  # 91-1234-5678-9015
    abha_address: str = ""
    abha_check_fails: bool = False  # a warning only: the check digit of ABHA numbers is nowhere published
    version: str = ""  # V1, V2 …
    is_new_version: bool = False  # a layout younger than this code
    signed_by: str | None = None  # the name of the key that verified; None: could not be checked
    number: str = field(default="", repr=False)
    photo: bytes = field(default=b"", repr=False)
