"""A prescription line as understood: its dose, how much to hand out, and the words for the patient. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from opd.dose_words import FOOD, instruction
from opd.doses import PACKS, Dose, check_days, for_form, parse_dose, quantity


@dataclass(frozen=True)
class Understood:
    dose: Dose
    quantity: Decimal | None
    words_en: str
    words_hi: str


def understood(line: dict, packs: dict = PACKS) -> Understood:
    """Read a medicine line of a draft (drafts.LISTS); `packs` as in opd.doses.quantity.

    Raises DoseError for a dose or days that cannot stand.
    """
    dose = for_form(parse_dose(line["dose"]), line["form"])
    days = check_days(line["days"])
    food = line["food"] if line["food"] in FOOD else ""
    english, hindi = instruction(dose, line["unit"], food, days)
    return Understood(dose, quantity(dose, days, line["unit"], packs), english, hindi)
