"""Roman to Devanagari, only where the spelling is known: a wrong name on paper is worse than none."""

import re

from hms.lib.text import clean, is_devanagari

from .tables import common_devanagari


def to_devanagari(name: str) -> str | None:
    """The name in Devanagari when every word is in common_names.csv, else None: never a guess.

    The search families are not used here. They hold different names together: Sahu is not साह.
    """
    words = [_word(word) for word in clean(name).split()]
    return " ".join(words) if words and all(words) else None


def _word(word: str) -> str | None:
    if is_devanagari(word):
        return word
    return common_devanagari().get(re.sub(r"\.$", "", word).lower())
