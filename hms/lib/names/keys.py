"""Keys that bring spellings of one name together: सुनीता, Sunita and Suneeta are all "snt".

A word becomes its family's first spelling (name_variants.csv), then its consonants after folding; the first
letter stays when it is a vowel. The key agrees for nearly all spellings of one name and also for some
different names (Rani and Renu): use it to find, never to merge. tests/lib/data/name_pairs.csv measures it.
"""

import re
import unicodedata
from functools import lru_cache

from hms.lib.text import clean, latin_digits

from .roman import devanagari_to_roman
from .tables import families, fold_devanagari, shared_by_many

_RELATION = re.compile(r"\b[sdwc] ?/ ?o\b\.?:?", re.IGNORECASE)
_TITLE_WORDS = """
    smt shrimati srimati shri sri shree sree mr mrs ms miss dr late lt sushri swargiya
    श्रीमती श्रीमति श्री सुश्री डॉ डा डाॅ स्व स्वर्गीय मि
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_WORD = re.compile(
    r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u200c\u200d’'`]+[^\W_]*)*"
)

_FOLDS = [
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        ("ksh|x", "ks"),
        ("ch?h", "c"),
        ("ph", "f"),
        ("sh", "s"),
        ("([bdgjkt])h", r"\1"),
        ("q|ck", "k"),
        ("jn|^gn", "gy"),
        ("z", "j"),
        ("n(?=[bp])", "m"),
        ("[vw]", "b"),
        ("ee|ii", "i"),
        ("oo|uu", "u"),
        ("aa", "a"),
        ("a[iy]|ey", "e"),
        ("a[uo]", "o"),
        ("iy|y$", "i"),
        ("(?<=[^aeiouy])h", ""),
        ("h(?![aeiouy])", ""),
        (r"(.)\1+", r"\1"),
    )
]
_FIRST_VOWEL = str.maketrans("eo", "iu")


def name_keys(name: str) -> list[str]:
    """One key for each word of `name`, in its order, either script; titles are left out, initials kept."""
    return [key for _family, key in _keyed(name)]


def name_key(name: str) -> str:
    """The keys once each, sorted and joined by spaces: equal for "Kumari Sunita" and "सुनीता कुमारी"."""
    return " ".join(sorted(set(name_keys(name))))


def search_keys(name: str) -> list[str]:
    """The keys once each, most telling first: given names, then what half the district carries, initials."""
    weight = _weights(name)
    return sorted(weight, key=weight.get)


def telling_keys(name: str) -> list[str]:
    """The keys of the words that tell most: without Devi, Kumar and initials, unless there is nothing else."""
    weight = _weights(name)
    least = min(weight.values(), default=0)
    return [key for key, rank in weight.items() if rank == least]


def _weights(name: str) -> dict[str, int]:
    weight: dict[str, int] = {}
    for family, key in _keyed(name):
        rank = 2 if len(family) == 1 else 1 if family in shared_by_many() else 0
        weight[key] = min(rank, weight.get(key, rank))
    return weight


@lru_cache(maxsize=8192)  # comparing people asks for the same names again and again
def _keyed(name: str) -> tuple[tuple[str, str], ...]:
    families_found = _joined([_family(word) for word in _words(name)])
    return tuple((family, _fold(family)) for family in families_found)


def _words(name: str) -> list[str]:
    text = _RELATION.sub(" ", latin_digits(clean(name)).replace("मो0", "मो."))
    text = re.sub(r"(?<=[^\W\d_])['’`](?=[^\W\d_])", "", text)
    words = _WORD.findall(_initials_as_letters(text).lower())
    return [word for word in words if word not in _TITLES] or words


def _initials_as_letters(text: str) -> str:
    """ "एस. के." as "S. K.", while the dots are still there; whole words keep their script."""
    return re.sub(r"(?<!\S)([\u0900-\u097f]+\.)", _letter_or_same, text)


def _letter_or_same(found: re.Match) -> str:
    roman = devanagari_to_roman(found[1])
    return roman if len(roman) == 2 else found[1]


def _family(word: str) -> str:
    known = families().get(word) or families().get(fold_devanagari(word))
    if known:
        return known
    roman = _plain(devanagari_to_roman(word))
    return families().get(roman, roman)


def _joined(words: list[str]) -> list[str]:
    """ "Ravi Das" as the one name Ravidas, where the families list it with a space."""
    joined: list[str] = []
    for word in words:
        pair = families().get(f"{joined[-1]} {word}") if joined else None
        if pair:
            joined[-1] = pair
        else:
            joined.append(word)
    return joined


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)) or text


def _fold(word: str) -> str:
    """A word in neither script is its own key."""
    if not re.fullmatch("[a-z]+", word):
        return word
    folded = word
    for pattern, becomes in _FOLDS:
        folded = pattern.sub(becomes, folded)
    folded = folded or word
    first = folded[0].translate(_FIRST_VOWEL)
    return first + re.sub("[aeiou]", "", folded[1:])
