"""How long a complaint has lasted: "3 दिन", "2 weeks", "6m". Pure. Kept in Hindi, shown in the reader's language."""

import re

from hms.lib.text import clean, latin_digits

_UNITS = {
    "घंटे": ("hours", "h hr hrs hour hours घंटा घंटे घंटों"),
    "दिन": ("days", "d day days din दिन दिनों दि"),
    "हफ्ते": ("weeks", "w wk week weeks हफ्ता हफ्ते हफ्तों सप्ताह hafta"),
    "महीने": ("months", "m mo mon month months महीना महीने माह mahina mahine"),
    "साल": ("years", "y yr yrs year years साल सालों वर्ष saal"),
}
_HINDI_OF = {word: hindi for hindi, (_en, words) in _UNITS.items() for word in words.split()}
_LASTING = re.compile(r"(?:^|\s)(?:x|since|for)?\s*(\d{1,3})\s*([^\s\d]+?)\s*(?:से|se)?$")


def split(text: str) -> tuple[str, str]:
    """("बुखार", "3 दिन") of "बुखार 3 दिन से" or "बुखार 3d"; the second is empty when no duration ends the text."""
    text = latin_digits(clean(text))
    match = _LASTING.search(text)
    if not match or match[2].lower() not in _HINDI_OF:
        return text, ""
    return clean(text[: match.start()]), f"{int(match[1])} {_HINDI_OF[match[2].lower()]}"


def in_english(lasting: str) -> str:
    """ "3 दिन" as "3 days"; other words as they are."""
    number, _space, unit = lasting.partition(" ")
    return f"{number} {_UNITS[unit][0]}" if unit in _UNITS else lasting
