"""How well a person fits what was asked. Pure, no database; nothing here says that two people are one.

Weights were set on tests/bench/search.py: a word spelled by the same key 3, a neighbouring key up to 2.2, a guardian's
or mohalla's word 2.2; age within one year 2, two years 1; phone 4; guardian 3; PIN code 1; known here 1.
"""

from registration.asked import Asked
from registration.find_keys import GUARDIAN, STREET, YEAR
from registration.likeness import jaro_winkler, roman

SAME, NEAR, BESIDE, MISSING = 3.0, 2.2, 2.2, -1.5
COSTS = 0.25  # for each step of a neighbour's cost


def fit(asked: Asked, row, near: dict[str, dict[str, int]]) -> float:
    """Points for `row`: a Patient or a row of its name_keys, find_keys, phone, pincode.

    `near`: key to its neighbours with their cost (registration.misspelling).
    """
    keys = set(row.name_keys)
    beside = {key.rpartition(kind)[2] for kind in (GUARDIAN, STREET) for key in row.find_keys if kind in key}
    points = sum(_word(word, keys, beside, near.get(word, {})) for word in asked.words)
    points -= 0.3 * max(0, len(keys) - len(asked.words))
    return points + _facts(asked, row, beside, near)


def _word(word: str, keys: set, beside: set, neighbours) -> float:
    if word in keys:
        return SAME
    if len(word) == 1:  # an initial
        return 1.0 if any(key[0] == word for key in keys) else 0.0
    if costs := [neighbours[key] for key in keys if key in neighbours]:
        return max(NEAR - COSTS * min(costs), BESIDE if word in beside else 0)
    if any(len(key) == 1 and key == word[0] for key in keys):
        return 1.0
    return BESIDE if word in beside else MISSING


def _facts(asked: Asked, row, beside: set, near: dict) -> float:
    points = 0.0
    if asked.years:
        middle = asked.years[len(asked.years) // 2]
        apart = abs(int(_year(row)) - middle) if _year(row) else 9
        points += 2.0 if apart <= 1 else 1.0 if apart == 2 else -2.0
    if asked.phone_end:
        points += 4.0 if row.phone.endswith(asked.phone_end) else -1.0
    if asked.guardian:
        points += 3.0 if beside & set(asked.guardian) else -1.0
    if asked.pincode:
        points += 1.0 if row.pincode == asked.pincode else 0.0
    return points


def _year(row) -> str:
    return next((key.rpartition(YEAR)[2] for key in row.find_keys if YEAR in key), "")


def spelling(asked: Asked, row) -> float:
    """Tie-break among the best: how nearly the letters of the name itself agree, 0 to 1."""
    typed = asked.name.split()
    return max(_alike(typed, name) for name in (row.name, row.name_other or row.name))


def _alike(typed: list[str], name: str) -> float:
    return jaro_winkler(roman(" ".join(typed[: len(name.split())])), roman(name))
