"""Devanagari to the roman letters people use on forms: "सुनीता देवी" is "Sunita Devi"."""

import re
import unicodedata

from .tables import common_roman, fold_devanagari


def _table(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters.split(), sounds.split(), strict=True))


_CONSONANTS = {
    **_table("क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण", "k kh g gh n ch chh j jh n t th d dh n"),
    **_table("त थ द ध न प फ ब भ म", "t th d dh n p f b bh m"),
    **_table("य र ल ळ व श ष स ह", "y r l l v sh sh s h"),
    **_table("क\u093c ख\u093c ग\u093c ज\u093c ड\u093c ढ\u093c फ\u093c", "q kh g z r rh f"),
}
_VOWELS = _table("अ आ इ ई उ ऊ ऋ ए ऐ ओ औ ऍ ऑ", "a a i i u u ri e ai o au e o")
_SIGNS = _table("ा ि ी ु ू ृ े ै ो ौ ॅ ॉ ॆ ॊ", "a i i u u ri e ai o au e o e o")
_VIRAMA, _NUKTA = "्", "़"
_NASALS = "ंँ"
_LABIALS = {"p", "f", "b", "bh", "m"}
# An unwritten a stays at the end after these, where the ward says Mishra, Krishna, Rajendra but Harsh, Anand.
_SPOKEN_LAST = {"y", "r", "v", "n", "m", "l"}

_LETTER_NAMES = _table(
    "ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड",
    "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
)
# Said as words of their own at the head of a longer name: राम|प्रवेश, जय|प्रकाश.
_FIRST_PART = re.compile("(राम|श्याम|जय|शिव|देव|राज|ओम|लाल|हंस)(?=[क-ह])")
_TOKEN = re.compile(r"[\u0900-\u0963\u0970-\u097f\u200c\u200d]+\.?")


def devanagari_to_roman(text: str) -> str:
    """`text` with each Devanagari word as the usual roman spelling, else by sound; the rest as it was.

    Initials written by their English letter names come back as letters: "एस. के. सिंह" is "S. K. Singh".
    """
    return _TOKEN.sub(lambda token: _word(token[0]), unicodedata.normalize("NFC", text))


def _word(token: str) -> str:
    stem = token.rstrip(".")
    dot = token[len(stem) :]
    if dot and stem in _LETTER_NAMES:
        return _LETTER_NAMES[stem] + dot
    if known := common_roman().get(fold_devanagari(token)) or common_roman().get(fold_devanagari(stem)):
        return known
    return _by_sound(stem).capitalize() + dot


def _by_sound(word: str) -> str:
    head = _FIRST_PART.match(word)
    if head and len(_sounds(word[head.end() :])) > 1:
        return _said(head[0]) + _said(word[head.end() :])
    return _said(word)


def _said(word: str) -> str:
    """Each sound is [consonants, vowel]; an unwritten vowel is None until it is known to be said."""
    sounds = _sounds(word)
    _say_unwritten(sounds, keeps_suffix=bool(re.search("[वम]त[िी]$", word)))
    return "".join(_onset(sounds, place) + (vowel or "") for place, (_start, vowel) in enumerate(sounds))


def _sounds(word: str) -> list[list]:
    sounds: list[list] = []
    is_joined = False
    letters = re.findall(f".{_NUKTA}?", re.sub("[\u200c\u200d]", "", word))
    for letter in letters:
        consonant = _CONSONANTS.get(letter) or _CONSONANTS.get(letter[0])
        if consonant:
            if is_joined:
                sounds[-1][0].append(consonant)
            else:
                sounds.append([[consonant], None])
            is_joined = False
        elif letter[0] == _VIRAMA:
            is_joined = bool(sounds)
            if is_joined and letter is letters[-1]:
                sounds[-1][1] = ""
        elif letter[0] in _SIGNS and sounds:
            sounds[-1][1] = _SIGNS[letter[0]]
        elif letter[0] in _VOWELS:
            sounds.append([[], _VOWELS[letter[0]]])
        elif letter[0] in _NASALS:
            sounds.append([["~"], ""])
    return _with_gy(sounds)


def _with_gy(sounds: list[list]) -> list[list]:
    for consonants, _vowel in sounds:
        for place in range(len(consonants) - 1):
            if consonants[place : place + 2] == ["j", "n"]:  # ज्ञ
                consonants[place : place + 2] = ["g", "y"]
    return sounds


def _say_unwritten(sounds: list[list], *, keeps_suffix: bool) -> None:
    """Drop the unwritten a at the end and, from the left, between a spoken vowel and consonant plus vowel."""
    last = len(sounds) - 1
    for place, sound in enumerate(sounds):
        consonants, vowel = sound
        if vowel is not None:
            continue
        if place == last:
            is_said = place == 0 or (len(consonants) > 1 and _ends_openly(consonants))
        elif keeps_suffix and place == last - 1:
            is_said = True
        else:
            before, after = sounds[place - 1][1] if place else "", sounds[place + 1]
            ends_here = place + 1 == last and not after[1] and len(after[0]) == 1
            is_said = not before or len(consonants) != 1 or len(after[0]) != 1 or after[0] == ["~"] or ends_here
        sound[1] = "a" if is_said else ""


def _ends_openly(consonants: list[str]) -> bool:
    return consonants[-1] in _SPOKEN_LAST and consonants[-1] != consonants[-2]


def _onset(sounds: list[list], place: int) -> str:
    consonants = list(sounds[place][0])
    before = sounds[place - 1] if place else None
    for at, sound in enumerate(consonants):
        if sound == "~":
            following = sounds[place + 1][0] if place + 1 < len(sounds) else []
            consonants[at] = "m" if following and following[0] in _LABIALS else "n"
        elif sound == "v":
            previous = consonants[at - 1] if at else before[0][-1] if before and before[0] and not before[1] else ""
            if previous and previous not in {"r", "~", "v"}:  # Swati, Paswan, Anwar; but Purvi
                consonants[at] = "w"
    return "".join(consonants).replace("chchh", "chh")
