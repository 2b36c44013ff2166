"""What is stated about a medicine's dose, ages and pregnancy, and the dose for a child's weight. Pure.

Source: dose_rules.csv, each row with its own; not yet reviewed by a clinician. Amounts are mg of the substance named
first in the strength. Whatever cannot be computed exactly (IU, ointments, unknown medicines) is not judged at all.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opd.doses import Dose

CHILD_DAYS = 4383  # 12 years: until then a dose goes by weight
BY_MOUTH = {"tablet", "capsule", "syrup", "drops", "sachet", "dose", "powder"}
HALF = Fraction(1, 2)
_MG = {"mg": Fraction(1), "g": Fraction(1000), "mcg": Fraction(1, 1000)}
_STRENGTH = re.compile(r"([\d.]+) ?(mg|mcg|g)\b[^/]*(?:/ ?([\d.]*) ?ml)?", re.IGNORECASE)


class Rule(NamedTuple):
    """One row of dose_rules.csv; None and "" mean nothing is stated. `every` is a code of dose_words.EVERY."""

    substance: str
    drug_class: str
    mg_kg_dose: Decimal | None
    every: str
    mg_kg_day_low: Decimal | None
    mg_kg_day_high: Decimal | None
    max_mg_dose: Decimal | None
    max_mg_day: Decimal | None
    not_below_days: int | None
    pregnancy: str
    source: str
    is_reviewed: bool


@dataclass(frozen=True)
class Person:
    """Who gets it: age in completed days, weight in kg as measured at this visit, None when unknown."""

    age_days: int | None = None
    weight: Decimal | None = None
    is_pregnant: bool = False

    @property
    def is_child(self) -> bool:
        return self.age_days is not None and self.age_days < CHILD_DAYS


@dataclass(frozen=True)
class Amounts:
    """What a dose comes to, in mg; `day` is None for what is only taken when needed or once."""

    each: Fraction
    day: Fraction | None


def rule_of(name: str, rules: list[Rule]) -> Rule | None:
    """The rule for a medicine by its English name; the longest substance in it wins (amoxicillin + clavulanic acid)."""
    fitting = [rule for rule in rules if rule.substance in name.lower()]
    return max(fitting, key=lambda rule: len(rule.substance), default=None)


def mg_in(strength: str, form: str) -> Fraction | None:
    """mg in one piece, or in one ml of a liquid; None where the strength says no weight."""
    match = _STRENGTH.search(strength)
    if not match or form not in BY_MOUTH:
        return None
    is_liquid = "/" in match[0]
    if is_liquid != (form in {"syrup", "drops"}):
        return None
    return Fraction(match[1].strip(".") or 0) * _MG[match[2].lower()] / (Fraction(match[3] or 1) if is_liquid else 1)


def amounts(dose: Dose, strength: str, form: str) -> Amounts | None:
    """None where it cannot be computed: drops are counted, not measured; a tablet has no ml."""
    unit = mg_in(strength, form)
    if unit is None or dose.measure != ("ml" if form == "syrup" else ""):
        return None
    each = max(dose.slots, default=dose.amount) if dose.slots else dose.amount
    day = dose.per_day
    return Amounts(each * unit, None if day is None else day * unit)


def for_weight(rule: Rule | None, strength: str, form: str, person: Person) -> Dose | None:
    """The stated dose for a child's weight: whole half ml or half tablets, rounded down. None where nothing is stated,
    the weight is unknown, or less than half a piece would come of it."""
    unit = mg_in(strength, form)
    if not (rule and rule.mg_kg_dose and unit and person.weight and person.is_child) or form == "drops":
        return None
    wanted = Fraction(rule.mg_kg_dose) * Fraction(person.weight)
    if rule.max_mg_dose:
        wanted = min(wanted, Fraction(rule.max_mg_dose))
    steps = wanted / unit // HALF
    return Dose(every=rule.every, amount=steps * HALF, measure="ml" if form == "syrup" else "") if steps else None
