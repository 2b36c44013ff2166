"""A card before the scanner: read for this one answer, matched with people on record, turned into a form's beginning.

The scanned text is posted, read in memory and gone. What the form needs from it travels sealed for one clerk and one
day (references.of_card); photo and number do not travel at all.
"""

import base64
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hms.lib import cards
from hms.lib.cards import Card, Source

OWN_PHONE = "own_phone"  # no card at all: what the patient typed before coming to the counter
LABELS = {
    Source.SECURE_QR: gettext_lazy("Aadhaar QR"),
    Source.OLD_XML: gettext_lazy("Old Aadhaar QR"),
    Source.ABHA: pgettext_lazy("card", "ABHA QR"),
    OWN_PHONE: pgettext_lazy("card", "By phone"),
}
# Boxes of the form and what of the card goes into them.
BOXES = {
    "name": "name",
    "birth": "birth",
    "sex": "sex",
    "guardian_relation": "relation",
    "guardian_name": "guardian",
    "phone": "mobile",
    "house": "house",
    "street": "street",
    "pincode": "pincode",
    "post_office": "post_office",
    "district": "district",
    "state": "state",
}


@dataclass(frozen=True)
class Scanned:
    """What stays of a card while its form is filled in: where it came from and what it said, box by box."""

    source: str
    said: dict[str, str] = field(default_factory=dict)
    last4: str = ""
    abha_number: str = ""
    abha_address: str = ""
    abha_check_fails: bool = False
    is_new_version: bool = False
    signed_by: str | None = None
    arrival: int | None = None  # the pre-registration behind it

    @property
    def label(self) -> str:
        return LABELS[self.source]

    @property
    def is_aadhaar(self) -> bool:
        return self.source in {Source.SECURE_QR, Source.OLD_XML}

    @property
    def is_own_phone(self) -> bool:
        return self.source == OWN_PHONE

    @property
    def verdict(self) -> str:
        """What can be said about the signature, and no more than that."""
        if self.is_own_phone:
            return _("Typed by the patient on a phone. Read each box out and let the person confirm it.")
        if self.signed_by:
            return _("QR signature valid (issued by UIDAI key %(key)s)") % {"key": self.signed_by}
        if self.source == Source.SECURE_QR:
            return _("Signature could not be checked: none of the keys installed here fits. Compare the card.")
        return _("This QR carries no signature. Compare the card with what is written here.")

    @property
    def warnings(self) -> list[str]:
        found = []
        if self.is_new_version:
            found.append(_("New card version: please check the details."))
        if self.abha_check_fails:
            found.append(_("The ABHA number's check digit does not fit. Compare it with the card."))
        return found

    def as_dict(self) -> dict:
        return asdict(self)


def read(text: str) -> Card:
    """Raises hms.lib.cards.CardUnknown in words fit to show."""
    return cards.read_card(text, installed()[0])


def installed() -> tuple[list[cards.TrustedKey], list[str]]:
    """Keys the operator put into HMS_CARD_KEYS_DIR, and files there that hold none."""
    folder = Path(settings.HMS_CARD_KEYS_DIR)
    return _loaded(folder, folder.stat().st_mtime_ns if folder.is_dir() else 0)


@lru_cache(maxsize=2)
def _loaded(folder: Path, changed: int):
    return cards.load_keys(folder)


def scanned(card: Card) -> Scanned:
    said = {box: value for box, name in BOXES.items() if (value := getattr(card, name))}
    kept = {one.name for one in fields(Scanned)} - {"said", "source", "arrival"}
    return Scanned(source=str(card.source), said=said, **{name: getattr(card, name) for name in kept})


def from_phone(said: dict[str, str], key: int) -> Scanned:
    """What a patient left by phone; `key` is the pre-registration's."""
    return Scanned(source=OWN_PHONE, said=said, arrival=key)


def photo_of(card: Card) -> str:
    """The photo as an address that holds the picture itself, for one page; "" where there is none."""
    picture = cards.as_png(card.photo)
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}" if picture else ""
