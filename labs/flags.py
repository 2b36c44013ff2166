"""How a flag is said: a letter and a word in both languages, for screen, paper and phone alike."""

from dataclasses import dataclass

from django.utils import translation

from labs.models.results import Flag

ABNORMAL = frozenset({Flag.LOW, Flag.HIGH, Flag.CRITICAL_LOW, Flag.CRITICAL_HIGH, Flag.ABNORMAL})
CRITICAL = frozenset({Flag.CRITICAL_LOW, Flag.CRITICAL_HIGH})
# What stands beside a value on paper. Normal values carry no mark at all.
LETTERS = {Flag.LOW: "L", Flag.HIGH: "H", Flag.CRITICAL_LOW: "LL!", Flag.CRITICAL_HIGH: "HH!", Flag.ABNORMAL: "A"}
# Classes of the design language; the arrow is drawn beside the word.
CSS = {
    Flag.LOW: "low",
    Flag.HIGH: "high",
    Flag.CRITICAL_LOW: "critical",
    Flag.CRITICAL_HIGH: "critical",
    Flag.ABNORMAL: "high",
}
SIGNS = {Flag.LOW: "↓", Flag.HIGH: "↑", Flag.CRITICAL_LOW: "↓↓", Flag.CRITICAL_HIGH: "↑↑", Flag.ABNORMAL: "!"}


@dataclass(frozen=True)
class Said:
    """One flag as shown. `word` is in the language now active; `hi` and `en` do not depend on it."""

    flag: str
    letter: str
    sign: str
    css: str
    hi: str
    en: str

    @property
    def word(self) -> str:
        return self.hi if translation.get_language() == "hi" else self.en

    @property
    def beside(self) -> str:
        """The letter beside sign and word on a screen; "A" would say nothing more there."""
        return "" if self.flag == Flag.ABNORMAL else self.letter

    @property
    def short(self) -> str:
        """Alone behind an older value: L, H, or the sign of a choice that is not as usual."""
        return self.beside or self.sign

    @property
    def is_abnormal(self) -> bool:
        return self.flag in ABNORMAL

    @property
    def is_critical(self) -> bool:
        return self.flag in CRITICAL


def say(flag: str) -> Said:
    return _SAID[Flag(flag)]


def in_both(lazy_text) -> tuple[str, str]:
    """A translatable text in Hindi and in English, whatever language is active."""
    with translation.override("hi"):
        hindi = str(lazy_text)
    with translation.override("en"):
        return hindi, str(lazy_text)


class _Saids(dict):
    def __missing__(self, flag):
        hi, en = in_both(flag.label) if flag not in {Flag.NORMAL, Flag.NONE} else ("", "")
        self[flag] = Said(flag.value, LETTERS.get(flag, ""), SIGNS.get(flag, ""), CSS.get(flag, ""), hi, en)
        return self[flag]


_SAID = _Saids()
