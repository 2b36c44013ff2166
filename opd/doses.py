"""Doses as doctors here write them: 1-0-1, ½-0-½, 5 ml tds, sos; how much that comes to; how to say it. Pure.

Sources: the usual Indian OPD notation (dosage_phrases.csv, "general OPD practice", not yet reviewed by a clinician).
Amounts are exact fractions in the medicine's own unit unless `measure` says ml, drop, puff or spread.
"""

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from hms.lib.text import clean, latin_digits
from opd.dose_words import EVERY, EVERY_ALIASES, MEASURE_ALIASES, QUARTERS, shown

MAX_DAYS = 365
# What is in a pack where the catalogue (house_numbers.csv) says nothing else; the doctor may write another number.
HOUSE_PACKS = {"bottle_ml": 60, "bottle_drops": 200, "inhaler_puffs": 200, "tube_layers": 30}
# What one dose can be at most; more is a slip of the hand.
MOST = {"": 20, "ml": 100, "drop": 20, "puff": 10, "spread": 1}
MOST_A_DAY = {"": 40, "ml": 1000, "drop": 100, "puff": 60, "spread": 12}
PACK_CODES = {
    ("bottle", "ml"): "bottle_ml",
    ("bottle", "drop"): "bottle_drops",
    ("bottle", "spread"): "tube_layers",
    ("bottle", "puff"): "inhaler_puffs",
    ("tube", "spread"): "tube_layers",
    ("inhaler", "puff"): "inhaler_puffs",
}
PACKS = {pack: HOUSE_PACKS[code] for pack, code in PACK_CODES.items()}
COUNTED = {"tablet", "capsule", "sachet", "suppository", "pessary", "lozenge", "dose", "vial"}
MEASURE_OF_FORM = {
    "drops": "drop", "inhaler": "puff", "spray": "puff", "ointment": "spread", "lotion": "spread",
}  # fmt: skip

_AMOUNT = r"(?:\d{1,4}(?:\.\d{1,2})?|\d{0,4}[½¼¾])"
_MEASURE = r"(?: ?(?P<measure>[a-z\u0900-\u097f.]+))?"
_SLOTS = re.compile(rf"(?P<slots>{_AMOUNT}(?:-{_AMOUNT}){{1,3}}){_MEASURE}")
_EVERY = re.compile(rf"(?:(?P<amount>{_AMOUNT}){_MEASURE} )?(?P<every>[a-z0-9-]+)")


_SLASHED = {"1/2": "½", "1/4": "¼", "3/4": "¾"}


class DoseError(ValueError):
    """A dose that cannot be read or cannot be meant, in words fit to show."""


@dataclass(frozen=True)
class Dose:
    """Either `slots` (amounts by time of day) or `every` (a code of EVERY) with one `amount` each time."""

    slots: tuple[Fraction, ...] = ()
    every: str = ""
    amount: Fraction = Fraction(1)
    measure: str = ""

    def __str__(self):
        """As stored and read back: "1-0-1", "5-0-5 ml", "5 ml TDS", "SOS"."""
        if self.slots:
            return " ".join(filter(None, ["-".join(shown(slot, self.measure) for slot in self.slots), self.measure]))
        if self.amount == 1 and self.measure in {"", "spread"}:
            return self.every
        return " ".join(filter(None, [shown(self.amount, self.measure), self.measure, self.every]))

    @property
    def per_day(self) -> Fraction | None:
        """How much in a day on average; None when only as needed or once."""
        if self.slots:
            return sum(self.slots, Fraction())
        times = EVERY[self.every].per_day
        return None if times is None else self.amount * times


def parse_dose(text: str) -> Dose:
    """Read "1-0-1", "½-0-½ tab", "5ml tds", "2 drops bd", "od", "sos" in Latin or Devanagari digits.

    Raises DoseError when it cannot be read, is nothing at all, or is more than anyone takes at once (MOST).
    """
    folded = _fold(text)
    if match := _SLOTS.fullmatch(folded):
        dose = Dose(tuple(map(_number, match["slots"].split("-"))), measure=_measure(match["measure"]))
    elif (match := _EVERY.fullmatch(folded)) and match["every"] in EVERY_ALIASES:
        amount = _number(match["amount"]) if match["amount"] else Fraction(1)
        dose = Dose(every=EVERY_ALIASES[match["every"]], amount=amount, measure=_measure(match["measure"]))
    else:
        raise DoseError(_("Write the dose like 1-0-1, ½-0-½, 5 ml tds, od, bd, tds, hs or sos."))
    return _checked(_spoons(dose))


def for_form(dose: Dose, form: str) -> Dose:
    """The dose in what its form is measured in: drops, puffs, a thin layer. Raises DoseError for a wrong measure."""
    natural = MEASURE_OF_FORM.get(form, "")
    if form == "syrup" and not dose.measure:
        raise DoseError(_("Write ml for a liquid, like 5 ml tds or 5-0-5 ml."))
    if form in {"tablet", "capsule", "sachet", "dose"} and dose.measure:
        raise DoseError(_("This is counted in pieces: write 1-0-1 without ml or drops."))
    return _checked(replace(dose, measure=dose.measure or natural))


def quantity(dose: Dose, days: int | None, unit: str, packs: dict = PACKS) -> Decimal | None:
    """How many `unit` to hand out, rounded up to whole ones; None when the doctor must say.

    Pieces are counted: dose × days. Whatever comes in bottles, tubes and inhalers is counted in the usual ones
    (`packs`, as selectors.reference.packs); the doctor may write another number. What is taken only when needed cannot
    be computed.
    """
    once = dose.every in {"STAT", "SD"}
    if not once and (dose.per_day is None or not days):
        return None
    total = dose.amount if once else dose.per_day * days
    if unit in COUNTED and not dose.measure:
        return Decimal(math.ceil(total))
    pack = packs.get((unit, dose.measure))
    return Decimal(math.ceil(total / pack)) if pack else None


def check_days(days: int | None) -> int | None:
    """Raises DoseError outside 1 to MAX_DAYS; None (not said) passes."""
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise DoseError(_("Days can be from 1 to %(most)d.") % {"most": MAX_DAYS})
    return days


def check_day(dose: Dose) -> None:
    """Raises DoseError for more in a day than anybody takes; only when a line is written, not when one is read."""
    if dose.per_day is not None and dose.per_day > MOST_A_DAY[dose.measure]:
        raise DoseError(_("That is too much for one day: at most %(most)d.") % {"most": MOST_A_DAY[dose.measure]})


def _fold(text: str) -> str:
    """One spelling: Latin digits, small letters, "-" between slots, ½ for 1/2, a space before a measure."""
    text = latin_digits(clean(text)).lower().replace("⁄", "/")
    text = re.sub(r"(?<![\d/])([13])/([24])(?![\d/])", lambda found: _SLASHED.get(found[0], found[0]), text)
    text = re.sub(r"\s*[-–—−‐‑+]\s*", "-", text)
    text = re.sub(r"(\d) ([½¼¾])", r"\1\2", text)
    text = re.sub(rf"({_AMOUNT}) ?[a-z\u0900-\u097f.]+(?=-[\d½¼¾])", r"\1", text)  # 5ml-0-5ml: the last one says it
    return re.sub(rf"(?<![a-z\d.])({_AMOUNT})(?=[a-z\u0900-\u097f])", r"\1 ", text)


def _number(text: str) -> Fraction:
    if text[-1] in QUARTERS:
        return Fraction(text[:-1] or 0) + QUARTERS[text[-1]]
    return Fraction(text)


def _measure(word: str | None) -> str:
    if word is None:
        return ""
    try:
        return MEASURE_ALIASES[word.strip(".")]
    except KeyError:
        raise DoseError(_("“%(word)s” is not a measure: write ml, drops or puffs.") % {"word": word}) from None


def _spoons(dose: Dose) -> Dose:
    """A spoon is 5 ml."""
    if dose.measure != "spoon":
        return dose
    return replace(dose, slots=tuple(slot * 5 for slot in dose.slots), amount=dose.amount * 5, measure="ml")


def _checked(dose: Dose) -> Dose:
    amounts = dose.slots or (dose.amount,)
    if not any(amounts):
        raise DoseError(_("The dose is nothing: write at least one amount."))
    if max(amounts) > MOST[dose.measure]:
        raise DoseError(_("That is too much for one dose: at most %(most)d.") % {"most": MOST[dose.measure]})
    return dose
