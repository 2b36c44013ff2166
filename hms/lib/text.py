"""What people type and paste, made safe to store and to compare."""

import re
import unicodedata

ELLIPSIS = "…"
DEVANAGARI_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")

_CONSONANT = "\u0915-\u0939\u0958-\u095f\u0978-\u097f"
_LETTER = "\u0904-\u0939\u0958-\u0961\u0972-\u097f"
_VIRAMA = "\u094d"
_JOINERS = "\u200c\u200d"
# A joiner means something in Devanagari only beside a virama: क्‍ष (half form), क्‌ष (visible halant).
_JOINER_RUN = re.compile(f"[{_JOINERS}]+")
_USEFUL_JOINER = re.compile(f"(?<={_VIRAMA})[{_JOINERS}](?=[{_LETTER}])|(?<=[{_CONSONANT}\u093c])\u200d(?={_VIRAMA})")
_IDLE_JOINER = re.compile(f"[{_JOINERS}]")
_KEPT = {"\u200c": "\ue000", "\u200d": "\ue001"}  # private use; clean() has removed any that were typed

_LINE_END = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
# Control, format (bidi overrides, zero-width marks), surrogate and private-use characters.
_INVISIBLE_KINDS = {"Cc", "Cf", "Cs", "Co"}
# Letters and marks that draw nothing: a name made of them would look empty.
_INVISIBLE_LETTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)

_MARKS = (
    "\u0300-\u036f\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\U0001f3fb-\U0001f3ff"
)
_CLUSTER = re.compile(f"(?:[{_CONSONANT}]\u093c?{_VIRAMA}[{_JOINERS}]?)*.[{_MARKS}{_JOINERS}]*", re.DOTALL)
_DEVANAGARI = re.compile(f"[{_LETTER}]")


def clean(text: str) -> str:
    """One line as a person meant it: NFC, nothing invisible, single spaces, none at the ends.

    Line ends and tabs become spaces. Zero-width joiners stay only where they shape a Devanagari conjunct.
    """
    return _SPACES.sub(" ", _visible(_LINE_END.sub(" ", text).replace("\t", " "))).strip()


def clean_lines(text: str) -> str:
    """The same for several lines: line ends become "\\n" and no more than one empty line stays together."""
    lines = (clean(line) for line in _LINE_END.split(text))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def latin_digits(text: str) -> str:
    """०-९ as 0-9; everything else unchanged."""
    return text.translate(DEVANAGARI_DIGITS)


def whole_number(text: str | None, *, most: int = 9) -> int | None:
    """The number written in at most `most` digits of either script; None for anything else, such as "²" or "-1"."""
    digits = latin_digits(text or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= most else None


def graphemes(text: str) -> list[str]:
    """The letters a reader sees. A conjunct with its signs, such as "र्कि", is one."""
    return _CLUSTER.findall(text)


def truncate(text: str, length: int) -> str:
    """At most `length` visible letters for display; "…" is the last of them when something was cut."""
    letters = graphemes(text)
    if len(letters) <= length:
        return text
    return "".join(letters[: max(length - 1, 0)]).rstrip() + ELLIPSIS


def is_devanagari(text: str) -> bool:
    """Whether any letter is Devanagari, so the text wants lang="hi" and the taller line."""
    return _DEVANAGARI.search(text) is not None


def _visible(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) not in _INVISIBLE_KINDS)
    text = _INVISIBLE_LETTERS.sub("", text)
    text = _JOINER_RUN.sub(lambda run: run[0][-1], text)
    text = _USEFUL_JOINER.sub(lambda joiner: _KEPT[joiner[0]], text)
    text = _IDLE_JOINER.sub("", text)
    for joiner, held in _KEPT.items():
        text = text.replace(held, joiner)
    return unicodedata.normalize("NFC", text)
