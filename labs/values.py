"""Reading what a technician typed into a value of one test. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from hms.lib import text
from labs import components
from labs.errors import NotPossible
from labs.models.catalogue import Test

LONGEST_TEXT = 500
LONGEST_UNIT = 24
# 1,50,000 and 150,000: groups of two or three digits, the last of three. 9,8 is no such number.
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}(\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]+)?|\.[0-9]+")


@dataclass(frozen=True)
class Value:
    """Either a number in the test's unit or words; of a microscopy its parts too."""

    number: Decimal | None = None
    words: str = ""
    parts: tuple = ()


def read(test: Test, typed: str) -> Value:
    """The value meant by `typed`. Raises NotPossible with a sentence that names the limit."""
    if test.result_type == Test.ResultType.NUMERIC:
        return Value(number=_number(test, text.latin_digits(text.clean(typed)).replace(" ", "")))
    if test.result_type == Test.ResultType.CODED:
        return Value(words=_choice(test, text.clean(typed)))
    if test.result_type == Test.ResultType.TITRE:
        return Value(words=_titre(test, text.latin_digits(text.clean(typed))))
    if test.result_type == Test.ResultType.MICROSCOPY:
        parts = tuple(components.read(test, typed))
        return Value(words="\n".join(part.words_en for part in parts), parts=parts)
    return Value(words=_words(typed))


def shown(test: Test, number: Decimal | None, words: str) -> str:
    """As it stands in the grid's box: exactly what reading it again gives."""
    return words if number is None else f"{number:.{test.decimals}f}"


def in_box(result) -> str:
    """What a Result's box holds."""
    if result.parts:
        return components.spelled(components.from_stored(result.parts))
    return shown(result, result.value, result.text)


def _number(test: Test, typed: str) -> Decimal:
    typed = _without_unit(typed, test.unit)
    if typed[:1] in "<>≤≥":
        raise NotPossible(_("Type only the number. With “<” or “>” it cannot be compared with a range."))
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    if "," in typed and _PLAIN.fullmatch(typed.replace(",", ".")):
        raise NotPossible(_("Use a point, not a comma: %(number)s") % {"number": typed.replace(",", ".")})
    if not _PLAIN.fullmatch(typed):
        raise NotPossible(_("Type a number, such as %(example)s.") % {"example": _example(test)})
    number = Decimal(typed)
    _check_places(test, number)
    _check_possible(test, number)
    return number


def _without_unit(typed: str, unit: str) -> str:
    """Typed with the unit that stands beside the box, it means the same. Raises NotPossible for another one."""
    number = re.match(r"[0-9.,]+", typed)
    rest = typed[number.end() :] if number else ""
    if not rest or rest[0] in ".,":
        return typed
    if unit and rest.casefold() == unit.replace(" ", "").casefold():
        return number.group()
    if unit and len(rest) <= LONGEST_UNIT and not any(letter.isdigit() for letter in rest):
        words = {"unit": unit, "typed": rest}
        raise NotPossible(_("Type only the number, in %(unit)s. “%(typed)s” is not converted.") % words)
    return typed


def _check_places(test: Test, number: Decimal) -> None:
    if number != round(number, test.decimals):
        if test.decimals == 0:
            raise NotPossible(_("This test is given in whole numbers."))
        raise NotPossible(_("At most %(count)d digits after the point.") % {"count": test.decimals})


def _check_possible(test: Test, number: Decimal) -> None:
    low, high = test.possible_low, test.possible_high
    if (low is None or number >= low) and (high is None or number <= high):
        return
    raise NotPossible(
        _("%(test)s cannot be %(value)s: %(low)s to %(high)s is possible. Check the point and the digits.")
        % {
            "test": test.name,
            "value": f"{number.normalize():f} {test.unit}".strip(),
            "low": f"{low.normalize():f}" if low is not None else "0",
            "high": f"{high.normalize():f}" if high is not None else "∞",
        }
    )


def _example(test: Test) -> str:
    return f"{12:.{test.decimals}f}"


def _choice(test: Test, typed: str) -> str:
    if typed not in test.choices_en:
        raise NotPossible(_("Choose one of the list."))
    return typed


def _titre(test: Test, typed: str) -> str:
    """One of the test's dilutions: 80, 1:80 and 1/80 are the same; 0 and "neg" are its answer below the first."""
    plain = typed.lower().replace(" ", "")
    below = next((one for one in test.choices_en if not one.startswith("1:")), "")
    if below and (plain in {"0", "neg", "negative", "nr", below.lower().replace(" ", "")} or plain[:1] == "<"):
        return below
    digits = plain.removeprefix("1:").removeprefix("1/")
    if f"1:{digits}" in test.choices_en:
        return f"1:{digits}"
    steps = ", ".join(one.removeprefix("1:") for one in test.choices_en if one.startswith("1:"))
    raise NotPossible(_("Type one of the dilutions: %(steps)s. 0 is not reactive.") % {"steps": steps})


def _words(typed: str) -> str:
    words = text.clean_lines(typed)
    if not words:
        raise NotPossible(_("Write the result."))
    if len(words) > LONGEST_TEXT:
        raise NotPossible(
            _("At most %(count)d letters; this has %(typed)d.") % {"count": LONGEST_TEXT, "typed": len(words)}
        )
    return words
