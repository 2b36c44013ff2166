"""Which column of a file is which fact of a person, guessed from headings in Hindi and English."""

import re

from django.utils.translation import gettext_lazy as _

from hms.lib.text import clean

# Fact, what it is called on the page, and how registers here head it. The first heading that fits gets it.
FIELDS = (
    ("number", _("Register number"), "register number|register no|registration no|registration number|reg no|regd no|"
     "opd no|opd number|opd reg no|card no|patient id|uhid no|पंजीकरण संख्या|पंजीयन संख्या|रजिस्टर नंबर|रजिस्टर संख्या|"
     "ओपीडी नंबर|ओ पी डी नंबर|ओपीडी संख्या|पंजी संख्या"),
    ("name", _("Name"), "name|patient name|name of patient|full name|patient|नाम|मरीज का नाम|रोगी का नाम|पूरा नाम|मरीज"),
    ("name_other", _("Name in the other script"), "name in hindi|hindi name|name hindi|name in english|english name|"
     "हिंदी में नाम|अंग्रेजी में नाम"),
    ("birth_date", _("Birth date"), "birth date|date of birth|dob|d o b|जन्म तिथि|जन्मतिथि|जन्म दिनांक"),
    ("age", _("Age"), "age|age yrs|age years|age in years|age sex|age gender|उम्र|आयु|उम्र लिंग|उम्र वर्ष"),
    ("sex", _("Sex"), "sex|gender|m f|लिंग|स्त्री पुरुष"),
    ("guardian", _("Husband, father or mother"), "father husband name|father s name|fathers name|father name|"
     "husband s name|husband name|guardian|guardian name|s o|w o|d o|c o|s o w o|father husband|"
     "पति पिता का नाम|पिता पति का नाम|पिता का नाम|पति का नाम|पति पिता|पिता पति|अभिभावक|माता का नाम"),
    ("phone", _("Mobile"), "mobile|mobile no|mobile number|phone|phone no|phone number|contact|contact no|"
     "contact number|मोबाइल|मोबाइल नंबर|मोबाइल नं|फोन|फोन नंबर|संपर्क"),
    ("house", _("House"), "house|house no|मकान|मकान नंबर"),
    ("street", _("Mohalla or street"), "address|mohalla|street|area|village|locality|पता|मोहल्ला|ग्राम|गाँव|गांव|निवास"),
    ("ward", _("Ward"), "ward|ward no|वार्ड|वार्ड नंबर"),
    ("pincode", _("PIN code"), "pin|pin code|pincode|पिन|पिन कोड"),
    ("district", _("District"), "district|dist|जिला"),
    ("came_on", _("First came on"), "date|registration date|reg date|visit date|date of visit|date of registration|"
     "opd date|दिनांक|तारीख|तिथि|पंजीकरण तिथि|पंजीकरण की तारीख"),
)  # fmt: skip
NAMES = [name for name, _label, _headings in FIELDS]
LABELS = {name: label for name, label, _headings in FIELDS}
_ONLY_RELATIONS = re.compile(r"(?:[swdch] o ?){1,5}(?:name)?")
_NOT_LETTERS = re.compile(r"[^\w\u0900-\u097f]+|_")


def folded(heading: str) -> str:
    """One spelling of a heading: "S/o. / W/o" and "s o w o" are the same."""
    text = clean(heading).lower().replace("\u093c", "").replace("\u0901", "\u0902")
    return " ".join(_NOT_LETTERS.sub(" ", text).split())


_KNOWN = {name: [folded(one) for one in headings.split("|")] for name, _label, headings in FIELDS}


def guess(headings: list[str]) -> dict[str, int]:
    """Fact to place of its column; each column is at most one fact. A whole heading counts before a part of one."""
    plain = [folded(heading) for heading in headings]
    found: dict[str, int] = {}
    if (at := _relations(plain)) is not None:
        found["guardian"] = at
    for fits in (_whole, _within):
        for name in NAMES:
            if name in found:
                continue
            place = next((at for at in fits(_KNOWN[name], plain) if at not in found.values()), None)
            if place is not None:
                found[name] = place
    return found


def _relations(plain: list[str]) -> int | None:
    """ "W/o, S/o, D/o" in whatever order."""
    return next((at for at, heading in enumerate(plain) if _ONLY_RELATIONS.fullmatch(heading)), None)


def _whole(known: list[str], plain: list[str]):
    return (plain.index(one) for one in known if one in plain)


def _within(known: list[str], plain: list[str]):
    """ "Patient's full name (in capitals)" holds "full name"; words of a few letters are too short for that."""
    wide = [one for one in known if len(one) > 4]
    return (at for at, heading in enumerate(plain) for one in wide if f" {one} " in f" {heading} ")
