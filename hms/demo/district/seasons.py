"""How often each illness comes on a day of the year: diarrhoea in the monsoon, dengue after it, colds in winter. Pure.

Shapes as they are known of the Ganges plain, from memory; the heights are invented.
"""

import math
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Illness:
    """`peak` is a day of the year and `width` its spread in days; `always` comes on any day, `extra` at the peak."""

    code: str
    complaints: tuple[tuple[str, str], ...]
    always: float
    extra: float = 0
    peak: int = 0
    width: int = 30
    who: str = "any"  # any, child, adult, old, woman
    department: str = "general"
    tests: tuple[str, ...] = ()
    refers: float = 0.004
    returns: bool = False

    def weight(self, day: date) -> float:
        away = abs(day.timetuple().tm_yday - self.peak)
        away = min(away, 365 - away)
        return self.always + self.extra * math.exp(-((away / self.width) ** 2))


ILLNESSES = (
    Illness("J06.9", (("fever", "3 दिन"), ("cough", "3 दिन")), 12, 16, 10, 70),
    Illness("J20.9", (("cough with sputum", "6 दिन"),), 3, 5, 10, 60),
    Illness("R05", (("cough", "4 हफ्ते"),), 1.2, tests=("AFB",)),
    Illness("A09", (("loose motions", "2 दिन"),), 4, 16, 215, 45, department="mch"),
    Illness("A01.0", (("fever", "8 दिन"),), 0.6, 2.2, 235, 45, tests=("TYPH",), refers=0.02),
    Illness("R50.9", (("fever", "4 दिन"), ("body ache", "4 दिन")), 5, 9, 260, 45, tests=("MRDT", "HB")),
    Illness("A97.0", (("fever", "5 दिन"), ("body ache", "5 दिन")), 0.05, 4, 292, 26, tests=("DNS1",), refers=0.05),
    Illness("A92.0", (("fever", "4 दिन"), ("joint pain", "4 दिन")), 0.03, 0.8, 285, 30, tests=("CHIK",)),
    Illness("B54", (("fever with chills", "3 दिन"),), 0.1, 0.9, 250, 40, tests=("MRDT",)),
    Illness("B15.9", (("yellow eyes / jaundice", "1 हफ्ते"),), 0.15, 0.6, 220, 50, refers=0.05),
    Illness("B05.9", (("fever", "3 दिन"), ("rash", "2 दिन")), 0.05, 0.25, 80, 30, who="child"),
    Illness("B01.9", (("rash", "3 दिन"),), 0.1, 0.6, 75, 35, who="child"),
    Illness("J18.9", (("cough", "5 दिन"), ("fever", "3 दिन")), 0.6, 1.4, 15, 60, who="child", refers=0.12),
    Illness("W54", (("dog bite", ""),), 1.5),
    Illness("B86", (("itching", "2 हफ्ते"),), 6),
    Illness("K29.7", (("burning in stomach / acidity", "1 महीने"),), 7),
    Illness("M54.5", (("back pain", "3 हफ्ते"),), 6, who="adult"),
    Illness("D50.9", (("weakness / tiredness", "2 महीने"),), 7, who="woman", department="mch", tests=("HB",)),
    Illness("I10", (("headache", "1 महीने"),), 11, who="old", department="ncd", returns=True),
    Illness(
        "E11.9", (("weakness / tiredness", "1 महीने"),), 8, who="old", department="ncd", tests=("RBS",), returns=True
    ),
    Illness("J45.9", (("breathlessness", "2 महीने"),), 1.6, 1.4, 20, 60, who="adult", returns=True),
    Illness("Z34.9", (("pregnancy check-up", ""),), 7, who="woman", department="mch", tests=("HB",), returns=True),
    Illness("A16.2", (("cough", "4 हफ्ते"), ("weight loss", "2 महीने")), 0.5, who="adult", returns=True),
    Illness("K02.9", (("toothache", "1 हफ्ते"),), 3, department="dental"),
    Illness("H10.9", (("eye redness", "2 दिन"),), 1.5, 4, 225, 25),
    Illness("I20.9", (("chest pain", "1 दिन"),), 0.3, who="old", refers=0.6),
    Illness("F32.9", (("sleeplessness", "2 महीने"),), 0.6, who="adult", returns=True),
    Illness("G40.9", (("fits / convulsions", ""),), 0.3, refers=0.1, returns=True),
)
OPEN_ON = (1.3, 1.1, 1.0, 1.0, 0.95, 0.85, 0.0)  # Monday is the fullest, Sunday closed


def load(day: date) -> float:
    """How full a day is against an ordinary one: more in the monsoon and after it."""
    away = abs(day.timetuple().tm_yday - 255)
    return OPEN_ON[day.weekday()] * (1 + 0.18 * math.exp(-((min(away, 365 - away) / 40) ** 2)))
