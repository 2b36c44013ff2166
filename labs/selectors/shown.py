"""One released value as anybody outside the laboratory sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from labs import components, flags, values
from labs.models import Result, Test


@dataclass(frozen=True)
class Shown:
    """A value with its unit, flag and the range frozen beside it. `hi` and `en` texts do not follow the language."""

    value_en: str
    value_hi: str
    unit: str
    said: flags.Said
    range_text: str
    method: str
    version: int
    reason: str
    entered_at: datetime
    released_at: datetime | None
    released_by_en: str
    released_by_hi: str
    meaning_en: str
    meaning_hi: str
    parts: tuple[components.Part, ...] = ()

    @property
    def value(self) -> str:
        return self.value_hi if get_language() == "hi" else self.value_en

    @property
    def short(self) -> str:
        """For chips and lists: of a microscopy only what is not as usual."""
        unusual = [part for part in self.parts if part.is_abnormal]
        if not unusual:
            return _("as usual") if self.parts and self.said.flag == "N" else self.value
        return "; ".join(part.words_hi if get_language() == "hi" else part.words_en for part in unusual)

    @property
    def meaning(self) -> str:
        return self.meaning_hi if get_language() == "hi" else self.meaning_en

    @property
    def flag_letter(self) -> str:
        return self.said.letter

    @property
    def flag_word(self) -> str:
        return self.said.word

    @property
    def flag_hi(self) -> str:
        return self.said.hi

    @property
    def flag_en(self) -> str:
        return self.said.en

    @property
    def flag_css(self) -> str:
        return self.said.css

    @property
    def is_abnormal(self) -> bool:
        return self.said.is_abnormal

    @property
    def is_critical(self) -> bool:
        return self.said.is_critical


def show(result: Result, test: Test) -> Shown:
    """Read `result` with `released_by` selected, or each one costs a query."""
    said = flags.say(result.flag)
    parts = tuple(components.from_stored(result.parts))
    high = said.is_abnormal and result.flag not in {"L", "LL"}
    return Shown(
        value_en=values.shown(result, result.value, result.text if not parts else "; ".join(p.words_en for p in parts)),
        value_hi=values.shown(result, result.value, _hindi(result, test, parts)),
        unit=result.unit,
        said=said,
        range_text=result.range_text,
        method=result.method,
        version=result.version,
        reason=result.reason,
        entered_at=result.entered_at,
        released_at=result.released_at,
        released_by_en=result.released_by.name_en if result.released_by_id else "",
        released_by_hi=result.released_by.name_hi if result.released_by_id else "",
        meaning_en=_meaning(said, test.meaning_high_en if high else test.meaning_low_en),
        meaning_hi=_meaning(said, test.meaning_high_hi if high else test.meaning_low_hi),
        parts=parts,
    )


def _hindi(result: Result, test: Test, parts) -> str:
    return "; ".join(part.words_hi for part in parts) if parts else in_hindi(test, result.text)


def in_hindi(test: Test, words: str) -> str:
    """A choice in Hindi; other words as they were written."""
    if words in test.choices_en and len(test.choices_hi) == len(test.choices_en):
        return test.choices_hi[test.choices_en.index(words)]
    return words


def _meaning(said: flags.Said, words: str) -> str:
    return words if said.is_abnormal else ""
