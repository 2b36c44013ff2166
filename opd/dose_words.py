"""How a dose is said to a patient, in Hindi and English, made from its parts. Pure.

Source: dosage_phrases.csv ("general OPD practice", not yet reviewed by a clinician), in the spelling of the slip.
"""

from fractions import Fraction
from typing import NamedTuple


class Every(NamedTuple):
    per_day: Fraction | None
    en: str
    hi: str


EVERY = {
    "OD": Every(Fraction(1), "once a day", "दिन में एक बार"),
    "OD-M": Every(Fraction(1), "once a day in the morning", "रोज़ सुबह"),
    "OD-N": Every(Fraction(1), "once a day at night", "रोज़ रात"),
    "HS": Every(Fraction(1), "at bedtime", "रात को सोते समय"),
    "BD": Every(Fraction(2), "twice a day (morning, evening)", "दिन में दो बार (सुबह-शाम)"),
    "TDS": Every(Fraction(3), "three times a day", "दिन में तीन बार (सुबह-दोपहर-शाम)"),
    "QID": Every(Fraction(4), "four times a day", "दिन में चार बार"),
    "Q4H": Every(Fraction(6), "every 4 hours", "हर 4 घंटे पर"),
    "Q6H": Every(Fraction(4), "every 6 hours", "हर 6 घंटे पर"),
    "Q8H": Every(Fraction(3), "every 8 hours", "हर 8 घंटे पर"),
    "Q12H": Every(Fraction(2), "every 12 hours", "हर 12 घंटे पर"),
    "ALT": Every(Fraction(1, 2), "every other day", "एक दिन छोड़कर"),
    "WK": Every(Fraction(1, 7), "once a week", "हफ्ते में एक बार"),
    "WK2": Every(Fraction(2, 7), "twice a week", "हफ्ते में दो बार"),
    "EOW": Every(Fraction(1, 14), "once in two weeks", "15 दिन में एक बार"),
    "MON": Every(Fraction(1, 30), "once a month", "महीने में एक बार"),
    "SOS": Every(None, "only when needed", "ज़रूरत पड़ने पर"),
    "STAT": Every(None, "at once, one time", "तुरंत, एक बार"),
    "SD": Every(None, "one dose only", "केवल एक खुराक"),
}
_SAME = {
    "OD": "qd daily o.d", "BD": "bid b.d bds", "TDS": "tid td t.d.s", "QID": "qds q.i.d", "SOS": "prn", "STAT": "now",
    "ALT": "eod qod", "WK": "weekly", "HS": "h.s bedtime", "OD-M": "om", "OD-N": "on", "MON": "monthly",
    "EOW": "fortnightly",
}  # fmt: skip
EVERY_ALIASES = {code.lower(): code for code in EVERY} | {
    word: code for code, words in _SAME.items() for word in words.split()
}

_MEASURES = {
    "ml": "ml mls मि.ली मिली एमएल",
    "drop": "drop drops gtt बूंद बूँद",
    "puff": "puff puffs spray sprays पफ",
    "spread": "spread apply",
    "spoon": "tsp spoon spoons चम्मच",
    "": "tab tabs tablet tablets cap caps capsule capsules sachet sachets unit गोली कैप्सूल पैकेट",
}
MEASURE_ALIASES = {word: measure for measure, words in _MEASURES.items() for word in words.split()}

SLOT_NAMES = {
    2: (("morning", "सुबह"), ("night", "रात")),
    3: (("morning", "सुबह"), ("noon", "दोपहर"), ("night", "रात")),
    4: (("morning", "सुबह"), ("noon", "दोपहर"), ("evening", "शाम"), ("night", "रात")),
}

FOOD = {  # code: English, Hindi
    "": ("", ""),
    "PC": ("after food", "खाने के बाद"),
    "AC": ("before food", "खाने से पहले"),
    "AC30": ("half an hour before food", "खाने से आधा घंटा पहले"),
    "WF": ("with food", "खाने के साथ"),
    "ES": ("on an empty stomach", "खाली पेट"),
    "NF": ("before or after food", "खाने से पहले या बाद, कभी भी"),
    "MILK": ("with milk", "दूध के साथ"),
    "WATER": ("with plenty of water", "खूब पानी के साथ"),
    "NOMILK": ("not with milk or tea", "दूध-चाय के साथ नहीं"),
}

# What is counted: English one, English many, Hindi, Hindi is feminine.
UNITS = {
    "tablet": ("tablet", "tablets", "गोली", True),
    "capsule": ("capsule", "capsules", "कैप्सूल", False),
    "sachet": ("sachet", "sachets", "पैकेट", False),
    "packet": ("packet", "packets", "पैकेट", False),
    "suppository": ("suppository", "suppositories", "सपोजिटरी", True),
    "pessary": ("pessary", "pessaries", "गोली", True),
    "lozenge": ("lozenge", "lozenges", "गोली", True),
    "dose": ("dose", "doses", "खुराक", True),
    "vial": ("injection", "injections", "सुई", True),
    "bottle": ("bottle", "bottles", "शीशी", True),
    "tube": ("tube", "tubes", "ट्यूब", False),
    "inhaler": ("inhaler", "inhalers", "इनहेलर", False),
    "pack": ("pack", "packs", "पैक", False),
    "piece": ("piece", "pieces", "नग", False),
}
QUARTERS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_SPOKEN = {  # Hindi before a feminine, a masculine word
    Fraction(1, 4): ("चौथाई", "चौथाई"),
    Fraction(1, 2): ("आधी", "आधा"),
    Fraction(3, 4): ("पौन", "पौन"),
    Fraction(3, 2): ("डेढ़", "डेढ़"),
    Fraction(5, 2): ("ढाई", "ढाई"),
}
_MEASURE_WORDS = {
    "ml": ("ml", "ml", "मि.ली.", False),
    "drop": ("drop", "drops", "बूँद", True),
    "puff": ("puff", "puffs", "पफ", False),
}


def instruction(dose, unit: str, food: str, days: int | None) -> tuple[str, str]:
    """English and Hindi for the patient: ("morning 1, night 1 tablet — after food, for 5 days", "सुबह 1, …").

    `unit` is the medicine's counted unit; `food` a code of FOOD; `days` None when not said.
    """
    english = [FOOD[food][0], f"for {days} day{'s' if days != 1 else ''}" if days else ""]
    hindi = [FOOD[food][1], f"{days} दिन" if days else ""]
    return _joined(_taken(dose, unit, 0), english), _joined(_taken(dose, unit, 1), hindi)


def _joined(taken: str, more: list[str]) -> str:
    rest = ", ".join(filter(None, more))
    return f"{taken} — {rest}" if rest else taken


def _taken(dose, unit: str, language: int) -> str:
    if dose.measure == "spread":
        layer = ("apply a thin layer", "पतली परत लगाएँ")[language]
        times = ", ".join(name for name, _amount in _times(dose, unit, language))
        return f"{times}: {layer}" if times else layer
    times = _times(dose, unit, language)
    many = max(amount for _name, amount in times) > 1
    words = _MEASURE_WORDS.get(dose.measure) or UNITS.get(unit, UNITS["dose"])
    counted = words[2] if language else words[1 if many else 0]
    said = ", ".join(f"{name} {_said(amount, words, language)}" for name, amount in times)
    return f"{said} {counted}"


def _times(dose, unit: str, language: int) -> list[tuple[str, Fraction]]:
    if dose.slots:
        names = SLOT_NAMES[len(dose.slots)]
        return [(name[language], amount) for name, amount in zip(names, dose.slots, strict=True) if amount]
    every = EVERY[dose.every]
    return [((every.en, every.hi)[language], dose.amount)]


def _said(amount: Fraction, words, language: int) -> str:
    if language and amount in _SPOKEN and words[0] != "ml":
        return _SPOKEN[amount][0 if words[3] else 1]
    return shown(amount, words[0])


def shown(amount: Fraction, measure: str = "") -> str:
    """½, 1½, 5; in ml as decimals: 2.5."""
    whole, rest = divmod(amount, 1)
    for sign, value in QUARTERS.items():
        if rest == value and measure != "ml":
            return f"{int(whole) or ''}{sign}"
    return f"{float(amount):g}"
