"""The Aadhaar QR of before March 2018: one XML element, unsigned, with the whole number.

Printed ones lack brackets and hold stray bytes, so attributes are picked out by a pattern. No XML parser runs, so
there are no entities to expand and nothing to fetch.
"""

import html
import re

from django.utils.translation import gettext_lazy as _

from hms.lib import ids
from hms.lib.text import clean, latin_digits

from . import facts
from .card import Card, Source
from .errors import CardTooLong, aadhaar_damaged

ELEMENT = "PrintLetterBarcodeData"
LONGEST = 4000  # letters; real ones have 300 to 900
_ATTRIBUTE = re.compile(r"""([A-Za-z_]{1,12})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


def read_xml(text: str) -> Card:
    """Raises CardTooLong, or CardDamaged where not even a name can be read."""
    if len(text) > LONGEST:
        raise CardTooLong(_("This is longer than any Aadhaar QR code. Scan one card at a time."))
    found = _ATTRIBUTE.findall(text[text.find(ELEMENT) :])
    said = {name: clean(html.unescape(double or single)) for name, double, single in found}
    said = {"uid": "", **said}
    if not said.get("name"):
        raise aadhaar_damaged()
    relation, guardian = facts.guardian(said.get("co", "") or said.get("gname", ""))
    uid = re.sub(r"\s", "", latin_digits(said["uid"]))
    return Card(
        source=Source.OLD_XML,
        name=said["name"][:100],
        birth=facts.birth(said.get("dob", "")) or facts.birth(said.get("yob", "")),
        sex=facts.sex(said.get("gender", "")),
        relation=relation,
        guardian=guardian,
        house=said.get("house", "")[:60],
        street=facts.street(*(said.get(part, "") for part in ("street", "lm", "loc", "vtc"))),
        pincode=facts.pincode(said.get("pc", "")),
        post_office=said.get("po", "")[:60],
        district=facts.place(said.get("dist", "")),
        state=facts.place(said.get("state", "")),
        last4=uid[-4:] if re.fullmatch(r"[\dXx*]{8}\d{4}", uid) else "",
        number=uid if ids.is_aadhaar(uid) else "",
    )
