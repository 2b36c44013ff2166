"""Allergy against prescription, by the words of names and classes. Pure. It asks; it never forbids.

Source: general medical knowledge of drug classes, not yet reviewed by a clinician. It finds no cross-reactions
between classes and nothing that is written in words it does not know.
"""

from dataclasses import dataclass

# A class: words an allergy may be noted with, then parts of names of what belongs to it.
_CLASSES = (
    ("sulfa sulpha sulfonamide sulphonamide septran सल्फा", "sulpha sulfa sulfo sulpho co-trimoxazole trimoxazole"),
    ("penicillin पेनिसिलिन", "cillin penicillin"),
    ("cephalosporin cefa सेफालोस्पोरिन", "cef"),
    ("nsaid painkiller brufen voveran दर्द", "ibuprofen diclofenac aspirin mefenamic naproxen aceclofenac piroxicam"),
    ("aspirin ecosprin एस्पिरिन", "aspirin acetylsalicylic"),
    ("quinolone ciplox", "floxacin"),
    ("macrolide", "thromycin"),
    ("tetracycline टेट्रासाइक्लिन", "cycline"),
    ("paracetamol pcm crocin पैरासिटामोल", "paracetamol"),
    ("iron", "ferrous iron"),
    ("local lignocaine xylocaine", "lignocaine"),
)
_SHORTEST = 4


@dataclass(frozen=True)
class Alert:
    """The patient is noted as allergic to `substance`, and `medicine` is that or of its class."""

    code: str
    medicine: str
    substance: str
    is_answered: bool


def alerts(lines: list[dict], substances: list[str], answered=()) -> list[Alert]:
    """For the medicine lines of a draft (`code`, `en`, `hi`). An answered alert stays, marked as answered."""
    found = []
    for line in lines:
        key = line["code"] or line["en"]
        for substance in substances:
            if matches(substance, f"{line['en']} {line['hi']}"):
                found.append(Alert(key, line["en"], substance, key in answered))
                break
    return found


def matches(substance: str, medicine: str) -> bool:
    """Whether `medicine` is the substance, contains its name, or belongs to the class it names."""
    substance, medicine = substance.lower(), medicine.lower()
    words = [word for word in substance.replace("-", " ").replace(",", " ").split() if len(word) >= _SHORTEST]
    if any(word in medicine for word in words):
        return True
    return any(
        any(name in substance for name in names.split()) and any(part in medicine for part in parts.split())
        for names, parts in _CLASSES
    )
