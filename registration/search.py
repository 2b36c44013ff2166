"""What was meant by the text in the one box: a slip, a number, a token or a name. Pure, no database."""

import re
from enum import StrEnum
from typing import NamedTuple

from hms.lib import ids, names
from hms.lib.text import clean, latin_digits
from registration import pad_numbers, scans


class Kind(StrEnum):
    NOTHING = "nothing"
    SLIP = "slip"  # the QR of a slip: value is its token
    CODE = "code"  # the short code printed on a slip
    UHID = "uhid"
    AADHAAR = "aadhaar"
    PHONE = "phone"
    TOKEN = "token"  # noqa: S105 (a place in the queue)
    NUMBER = "number"  # YRP-261122-041
    NAME = "name"
    HINDI_KEYBOARD = "hindi_keyboard"
    SAMPLE = "sample"  # the barcode on a specimen
    PAD = "pad"  # the number on a slip of a power-cut pad
    ARRIVAL = "arrival"  # the code of details left by a phone
    WRONG_NUMBER = "wrong_number"  # value says what is wrong with it


class Query(NamedTuple):
    kind: Kind
    value: str = ""
    prefix: str = ""  # of a token: G in G-41

    @property
    def is_proof(self) -> bool:
        """Whoever holds the slip is here with it."""
        return self.kind in {Kind.SLIP, Kind.CODE}

    @property
    def is_proof_of_visit(self) -> bool:
        """Whether it names one visit rather than a person."""
        return self.kind in {Kind.SLIP, Kind.CODE, Kind.SAMPLE, Kind.NUMBER, Kind.TOKEN, Kind.PAD}


ARRIVAL_LENGTH = 6
ARRIVAL_CODE = re.compile(r"(?=.*[A-Z])[2-9][2-9A-Z]{5}")
_TOKEN = re.compile(r"(?:([A-Za-z]{1,12})[\s-]?)?(\d{1,3})")
_VISIT_NUMBER = re.compile(r"[A-Z0-9]{2,6}-\d{6}-\d{3,}")
_NUMBER = re.compile(r"\+?[\d\s-]{4,}")


def read(text: str) -> Query:
    """Sort out one scan or one line of typing. Numbers with a wrong check digit come back as WRONG_NUMBER."""
    text = latin_digits(clean(text))[:300]
    if not text:
        return Query(Kind.NOTHING)
    if scans.typed_in_hindi(text):
        return Query(Kind.HINDI_KEYBOARD)
    if token := scans.slip_token(text):
        return Query(Kind.SLIP, token)
    if scans.is_label(text):
        return Query(Kind.SAMPLE, text)
    if pad_numbers.looks_like(text):
        return _pad(text)
    if code := _code(text):
        return code
    if code := arrival_code(text):
        return Query(Kind.ARRIVAL, code)
    if found := _TOKEN.fullmatch(text):
        return Query(Kind.TOKEN, found[2], (found[1] or "").upper())
    if _VISIT_NUMBER.fullmatch(text.upper()):
        return Query(Kind.NUMBER, text.upper())
    if _NUMBER.fullmatch(text):
        return _number(text)
    return Query(Kind.NAME, text[:100])


def _pad(text: str) -> Query:
    try:
        return Query(Kind.PAD, pad_numbers.parse(text))
    except ids.InvalidId as error:
        return Query(Kind.WRONG_NUMBER, str(error))


def keys_of(*written: str) -> list[str]:
    """Search keys of one person's name in both scripts, sorted, each once: what Patient.name_keys holds."""
    return sorted({key[:30] for name in written for key in names.name_keys(name)})[:12]


def _number(text: str) -> Query:
    """Eleven digits are a UHID unless they are a phone with its 0; twelve an Aadhaar unless a phone with 91."""
    digits = re.sub(r"[\s+-]", "", text)
    readers = {
        10: [(Kind.PHONE, ids.parse_phone)],
        11: [(Kind.UHID, ids.parse_uhid), (Kind.PHONE, ids.parse_phone)],
        12: [(Kind.AADHAAR, ids.parse_aadhaar), (Kind.PHONE, ids.parse_phone)],
    }.get(len(digits), [(Kind.PHONE, ids.parse_phone)])
    if len(digits) == 12 and text.strip().startswith("+"):
        readers.reverse()
    complaint = ""
    for kind, reader in readers:
        try:
            return Query(kind, reader(digits))
        except ids.InvalidId as error:
            complaint = complaint or str(error)
    return Query(Kind.WRONG_NUMBER, complaint)


def _code(text: str) -> Query | None:
    """Eight letters with a right check letter and a digit or hyphen among them: RAMESHWA stays a name."""
    try:
        code = ids.parse_code(text)
    except ids.InvalidId:
        return None
    has_both = re.search(r"\d", code) and re.search(r"[A-Z]", code)
    return Query(Kind.CODE, code) if has_both or "-" in text else None


def arrival_code(text: str) -> str | None:
    """Six letters and digits, a digit first and a letter somewhere: never a phone, a token or a name."""
    try:
        code = ids.parse_code(text, ARRIVAL_LENGTH)
    except ids.InvalidId:
        return None
    return code if ARRIVAL_CODE.fullmatch(code) else None
