"""What a presentation says: "Oral liquid 125 mg/5 mL" is a syrup of 125 mg/5 mL, counted in bottles. Pure.

Source: the wording of the National List of Essential Medicines 2022, as copied in medicines.csv.
"""

import re
from typing import NamedTuple


class Presentation(NamedTuple):
    form: str
    strength: str
    unit: str


# Words a presentation starts with (longest first) → form, what is counted, and what to keep beside the strength.
_STARTS = [
    ("enteric coated tablet", "tablet", "tablet", "enteric coated"),
    ("sublingual tablet", "tablet", "tablet", "under the tongue"),
    ("modified release tablet", "tablet", "tablet", "modified release"),
    ("dispersible tablet", "tablet", "tablet", "dispersible"),
    ("chewable tablet", "tablet", "tablet", "chewable"),
    ("tablet", "tablet", "tablet", ""),
    ("capsule", "capsule", "capsule", ""),
    ("oral liquid", "syrup", "bottle", ""),
    ("oral solution", "syrup", "bottle", ""),
    ("dry syrup", "syrup", "bottle", ""),
    ("syrup", "syrup", "bottle", ""),
    ("suspension", "syrup", "bottle", ""),
    ("nasal drops", "drops", "bottle", "nose"),
    ("ear drops", "drops", "bottle", "ear"),
    ("drops", "drops", "bottle", ""),
    ("powder for injection", "injection", "vial", ""),
    ("injection", "injection", "vial", ""),
    ("lyophilized", "injection", "vial", "lyophilized"),
    ("liquid polyvalent", "injection", "vial", ""),
    ("eye ointment", "ointment", "tube", "eye"),
    ("ointment", "ointment", "tube", ""),
    ("cream", "ointment", "tube", "cream"),
    ("gel", "ointment", "tube", "gel"),
    ("topical", "ointment", "tube", ""),
    ("lotion", "lotion", "bottle", ""),
    ("solution", "lotion", "bottle", ""),
    ("nasal spray", "spray", "bottle", "nose"),
    ("nebuliser solution", "nebuliser", "vial", ""),
    ("inhaler", "inhaler", "inhaler", ""),
    ("suppository", "suppository", "suppository", ""),
    ("pessary", "pessary", "pessary", ""),
    ("gum/lozenge", "lozenge", "lozenge", ""),
    ("sachet", "sachet", "sachet", ""),
    ("combi pack", "pack", "pack", ""),
    ("granules", "powder", "packet", "granules"),
    ("powder", "powder", "packet", ""),
    ("crystals", "powder", "packet", "crystals"),
    ("device", "other", "piece", ""),
    ("piece", "other", "piece", ""),
]
_SOLID = re.compile(r"^(?P<strength>[\d.]+ (?:IU|mg|mcg)) solid oral$", re.IGNORECASE)
_LICENSED = re.compile(r"\(?\bas licensed\b[^)]*\)?", re.IGNORECASE)

FORM_WORDS = {  # form: English, Hindi
    "tablet": ("tablet", "गोली"),
    "capsule": ("capsule", "कैप्सूल"),
    "syrup": ("syrup", "सिरप"),
    "drops": ("drops", "ड्रॉप"),
    "injection": ("injection", "सुई"),
    "ointment": ("ointment", "मलहम"),
    "lotion": ("lotion", "लोशन"),
    "inhaler": ("inhaler", "इनहेलर"),
    "spray": ("spray", "स्प्रे"),
    "nebuliser": ("for nebuliser", "नेबुलाइज़र की दवा"),
    "suppository": ("suppository", "सपोजिटरी"),
    "pessary": ("pessary", "योनि में रखने की गोली"),
    "lozenge": ("lozenge", "चूसने की गोली"),
    "sachet": ("sachet", "पैकेट"),
    "pack": ("combi pack", "कॉम्बी पैक"),
    "powder": ("powder", "पाउडर"),
    "dose": ("by mouth", "मुँह से"),
    "other": ("", ""),
}


def parse(presentation: str, *, route: str = "", category: str = "") -> Presentation:
    """Read one presentation. `route` and `category` decide where the source only says "As licensed"."""
    text = presentation.strip()
    if solid := _SOLID.match(text):
        return Presentation("dose", solid["strength"], "dose")
    if text.lower().startswith("as licensed"):
        return _licensed(route, category)
    for start, form, unit, kept in _STARTS:
        if text.lower().startswith(start):
            return Presentation(form, _strength(text[len(start) :], kept), unit)
    return Presentation("other", _strength(text, ""), "piece")


def _strength(rest: str, kept: str) -> str:
    rest = _LICENSED.sub("", rest).removeprefix("/Husk/Powder").removeprefix(" for topical solution")
    rest = rest.removeprefix(" equivalent to").removeprefix(" polyvalent")
    return " ".join(filter(None, [*rest.split(), kept]))


def _licensed(route: str, category: str) -> Presentation:
    if category == "Medical gas":
        return Presentation("other", "", "piece")
    return Presentation("drops" if route == "oral" else "injection", "", "dose")
