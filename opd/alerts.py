"""What a prescription line may be wrong about. Pure. It asks once; it never forbids.

Allergies go by the words of names and classes (general medical knowledge, not reviewed by a clinician): no
cross-reactions between classes, nothing written in words it does not know. Everything else is what dose_rules.csv
states (opd.limits); about a medicine without a row there it says nothing.
"""

import zlib
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from opd.doses import DoseError
from opd.limits import BY_MOUTH, Person, Rule, amounts, rule_of
from opd.prescription import understood

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
_LONGEST_KEY = 12  # as drafts keep the answered ones


@dataclass(frozen=True)
class Alert:
    """`code` is what an answer is kept under; `words` say what to look at, `source` who states it."""

    code: str
    medicine: str
    words: str
    is_answered: bool
    source: str = ""


def alerts(
    lines: list[dict], substances: list[str], answered=(), person: Person | None = None, rules: list[Rule] = ()
) -> list[Alert]:
    """For the medicine lines of a draft. An answered alert stays, marked as answered; another dose asks anew."""
    person = person or Person()
    found = []
    for at, line in enumerate(lines):
        name, rule = line["en"].upper(), rule_of(line["en"], rules)
        for code, words in filter(None, [_allergy(line, substances), _twice(line, lines[:at], rule, rules)]):
            found.append(Alert(code, name, words, code in answered))
        for code, words in _stated(line, rule, person) if rule else ():
            found.append(Alert(code, name, words, code in answered, _source(rule)))
    return found


def _key(line: dict) -> str:
    """The medicine's code; for the doctor's own words a number of them, as answers are written into the audit."""
    return line["code"][:_LONGEST_KEY] or f"W:{zlib.crc32(line['en'].lower().encode()):08x}"


def _code(kind: str, line: dict, *more) -> str:
    """One kind of question about one line: another dose or weight is another question."""
    return f"{kind}:{zlib.crc32(repr((_key(line), *more)).encode()):08x}"


def _source(rule: Rule) -> str:
    return rule.source if rule.is_reviewed else f"{rule.source} – {_('not reviewed')}"


def _allergy(line: dict, substances: list[str]):
    for substance in substances:
        if matches(substance, f"{line['en']} {line['hi']}"):
            return _key(line), _("the patient is noted as allergic to %(substance)s.") % {"substance": substance}
    return None


def _twice(line: dict, before: list[dict], rule: Rule | None, rules):
    for other in before:
        if other["en"].lower() == line["en"].lower():
            return _code("T", line, other["strength"]), _("stands twice on this prescription.")
        rival = rule_of(other["en"], rules)
        if rule and rival and rule.drug_class and rule.drug_class == rival.drug_class:
            words = _("%(other)s is of the same class (%(class)s).")
            return _code("T", line, other["en"]), words % {"other": other["en"].upper(), "class": rule.drug_class}
    return None


def _stated(line: dict, rule: Rule, person: Person):
    """Age, pregnancy and amounts, only for what is swallowed."""
    if line["form"] not in BY_MOUTH:
        return
    if rule.not_below_days and person.age_days is not None and person.age_days < rule.not_below_days:
        yield _code("A", line), _("not stated for this age: from %(age)s.") % {"age": _age(rule.not_below_days)}
    if rule.pregnancy and person.is_pregnant:
        words = _("the patient is pregnant: avoid.") if rule.pregnancy == "avoid" else _("the patient is pregnant.")
        yield _code("P", line), words
    yield from _amount(line, rule, person)


def _age(days: int) -> str:
    if days >= 730:
        return _("%(years)d years") % {"years": round(days / 365.25)}
    return _("%(months)d months") % {"months": round(days / 30.44)}


def _amount(line: dict, rule: Rule, person: Person):
    try:
        taken = amounts(understood(line).dose, line["strength"], line["form"])
    except DoseError:
        return
    if taken is None:
        return
    asked = (line["dose"], line["strength"], str(person.weight))
    if rule.max_mg_dose and taken.each > rule.max_mg_dose:
        words = _("%(given)s mg at once; stated: at most %(most)s mg.")
        yield _code("D", line, *asked), words % {"given": _said(taken.each), "most": _said(rule.max_mg_dose)}
    elif taken.day and rule.max_mg_day and taken.day > rule.max_mg_day:
        words = _("%(given)s mg a day; stated: at most %(most)s mg.")
        yield _code("D", line, *asked), words % {"given": _said(taken.day), "most": _said(rule.max_mg_day)}
    elif person.is_child and not person.weight:
        yield from _unweighed(line, rule, asked)
    elif taken.day and person.is_child:
        yield from _by_weight(line, rule, taken.day / Fraction(person.weight), asked)


def _unweighed(line: dict, rule: Rule, asked):
    if rule.mg_kg_day_high is not None:
        words = _("the child was not weighed; stated: at most %(most)s mg/kg a day.")
        yield _code("W", line, *asked), words % {"most": _said(rule.mg_kg_day_high)}


def _by_weight(line: dict, rule: Rule, given, asked):
    low, high = rule.mg_kg_day_low, rule.mg_kg_day_high
    if (high is None or given <= high) and (low is None or given >= low):
        return
    stated = f"{_said(low)}–{_said(high)}" if low is not None else f"≤ {_said(high)}"
    words = _("%(given)s mg/kg a day; stated: %(stated)s mg/kg.") % {"given": _said(given), "stated": stated}
    yield _code("D", line, *asked), words


def _said(amount) -> str:
    return f"{round(float(amount), 1):g}"


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
