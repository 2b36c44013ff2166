"""How likely one name key was meant where another was typed. Pure, no database.

Keys are the consonants of a word (hms.lib.names), so a vowel left out costs nothing here. Two neighbours swapped and
one sound heard for another are the slips of somebody who writes down what is said; a consonant forgotten or one too
many comes next; any other letter is seldom meant. Measured on tests/bench/search.py.

Some slips change the key by more than a letter: "Ajnu" for Anju reads as ज्ञ, "Suya" is no Surya. So the letters
themselves are mended too, each in every way one slip allows, and what comes of it is asked for by its key.
"""

import re

from hms.lib.names import name_keys

PAIRS = ("rl", "rd", "nm", "td", "sh", "sc", "sj", "bp", "kg", "gj", "cj", "yj", "bm", "fp")
HEARD = {frozenset(pair) for pair in PAIRS}
SWAPPED, HEARD_FOR, ONE_MORE, ONE_LESS, ANOTHER = 0, 0, 1, 1, 2
FIRST_LETTER = 1  # the first is seldom wrong
LEAST = ANOTHER + FIRST_LETTER


def cost(typed: str, meant: str) -> int:
    """0 for the likeliest slips; the keys are one letter apart or two neighbours swapped."""
    other_first = FIRST_LETTER if typed[:1] != meant[:1] else 0
    return _slip(typed, meant) + other_first


def _slip(typed: str, meant: str) -> int:
    if len(typed) != len(meant):
        return ONE_MORE if len(meant) > len(typed) else ONE_LESS
    apart = [(one, other) for one, other in zip(typed, meant, strict=True) if one != other]
    if len(apart) == 1:
        return HEARD_FOR if frozenset(apart[0]) in HEARD else ANOTHER
    if len(apart) == 2 and apart[0] == apart[1][::-1]:
        return SWAPPED
    return ANOTHER


LONGEST = 14  # letters of a word that is mended
CONSONANTS = "bcdghjklmnprstvxy"


def mended(word: str) -> dict[str, int]:
    """Keys of the Latin word before one slip of the hand, with their cost; {} for another script."""
    if not re.fullmatch(f"[a-z]{{3,{LONGEST}}}", word):
        return {}
    found, typed = {}, name_keys(word)[0]
    for cost_of, words in enumerate((_swapped(word) | _left_out(word) | _heard(word), _put_in(word))):
        for key in name_keys(" . ".join(sorted(words))):
            found.setdefault(key, cost_of + (FIRST_LETTER if key[0] != typed[0] else 0))
    return found


def _swapped(word: str) -> set[str]:
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}


def _left_out(word: str) -> set[str]:
    """A letter typed twice, or an h too many."""
    return {word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] in {word[at - 1], "h"}}


def _heard(word: str) -> set[str]:
    others = {(one, other) for pair in PAIRS for one, other in (pair, pair[::-1])}
    return {
        word[:at] + other + word[at + 1 :] for at in range(1, len(word)) for one, other in others if word[at] == one
    }


def _put_in(word: str) -> set[str]:
    return {word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in CONSONANTS}
