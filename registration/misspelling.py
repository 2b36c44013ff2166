"""How likely one name key was meant where another was typed. Pure, no database.

Keys are the consonants of a word (hms.lib.names), so a vowel left out costs nothing here. Two neighbours swapped and
one sound heard for another are the slips of somebody who writes down what is said; a consonant forgotten or one too
many comes next; any other letter is seldom meant. Measured on tests/bench/search.py.
"""

PAIRS = ("rl", "rd", "nm", "td", "sh", "sc", "sj", "bp", "kg", "gj", "cj", "yj", "bm", "fp")
HEARD = {frozenset(pair) for pair in PAIRS}
SWAPPED, HEARD_FOR, ONE_MORE, ONE_LESS, ANOTHER = 0, 0, 1, 1, 2
FIRST_LETTER = 1  # the first is seldom wrong


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
