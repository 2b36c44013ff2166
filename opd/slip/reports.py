"""Tests asked for on a visit and what came back, in words for the reader. 2 queries however many tests."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from labs.models import LabOrder, Result
from labs.models.results import Flag
from opd.slip.words import number

CRITICAL = {Flag.CRITICAL_LOW, Flag.CRITICAL_HIGH}
LOW = {Flag.LOW, Flag.CRITICAL_LOW}
HIGH = {Flag.HIGH, Flag.CRITICAL_HIGH}


@dataclass(frozen=True)
class Value:
    """One released version of a result. `shown` is without its unit; `letter` is H, L, HH or LL."""

    shown: str
    unit: str
    flag: str
    range: str
    at: datetime
    reason: str

    @property
    def letter(self) -> str:
        return self.flag if self.flag in LOW | HIGH else ""

    @property
    def is_critical(self) -> bool:
        return self.flag in CRITICAL

    @property
    def is_unusual(self) -> bool:
        return self.flag not in {Flag.NORMAL, Flag.NONE}

    @property
    def word(self) -> str:
        """As a patient says it; empty where there is no range."""
        return _flag_words().get(self.flag, "")


@dataclass(frozen=True)
class TestLine:
    """One test. `value` is None until released; `former` are values that were given out and corrected since."""

    name: str
    name_en: str
    value: Value | None
    former: list[Value]
    ordered_at: datetime
    state: str
    sent_to: str
    meaning: str
    is_urgent: bool

    __test__ = False  # for pytest: a laboratory test

    @property
    def is_amended(self) -> bool:
        return bool(self.former)


def orders_of(visit) -> list[LabOrder]:
    """What was ordered and not cancelled, each with its released results, newest first, in `.released`."""
    released = Result.objects.filter(released_at__isnull=False).order_by("order_id", "-version")
    return list(
        LabOrder.objects.filter(visit=visit)
        .exclude(status=LabOrder.Status.CANCELLED)
        .select_related("test", "sent_to")
        .prefetch_related(Prefetch("results", released, to_attr="released"))
    )


def line(order: LabOrder) -> TestLine:
    values = [_value(order, result) for result in order.released]
    newest = values[0] if values else None
    return TestLine(
        name=order.test.name,
        name_en=order.test.name_en,
        value=newest,
        former=values[1:],
        ordered_at=order.ordered_at,
        state="" if newest else _state(order),
        sent_to=order.sent_to.name if order.sent_to else "",
        meaning=_meaning(order.test, newest.flag) if newest else "",
        is_urgent=order.is_urgent,
    )


def _value(order: LabOrder, result: Result) -> Value:
    return Value(
        shown=number(result.value, result.decimals) if result.value is not None else _words(order.test, result.text),
        unit=result.unit if result.value is not None else "",
        flag=result.flag,
        range=_range(result),
        at=result.released_at,
        reason=result.reason,
    )


def _words(test, text: str) -> str:
    """A coded result in the reader's language; the laboratory stores the English choice."""
    if get_language() == "hi" and text in test.choices_en and len(test.choices_hi) == len(test.choices_en):
        return test.choices_hi[test.choices_en.index(text)]
    return text


def _range(result: Result) -> str:
    """From the frozen limits; the frozen words only beside a coded result, as beside a number they can tell of a
    pregnancy."""
    low, high = (None if end is None else number(end, result.decimals) for end in (result.low, result.high))
    if low is not None and high is not None:
        return f"{low}–{high}"
    if low is not None:
        return f"≥ {low}"
    if high is not None:
        return f"≤ {high}"
    return result.range_text if result.value is None else ""


def _state(order: LabOrder) -> str:
    if order.status == LabOrder.Status.ORDERED:
        return _("not done yet")
    return _("report still to come")


def _meaning(test, flag: str) -> str:
    side = "low" if flag in LOW else "high" if flag in HIGH | {Flag.ABNORMAL} else ""
    return getattr(test, f"meaning_{side}_{get_language()}", "") if side else ""


def _flag_words() -> dict[str, str]:
    return {
        Flag.NORMAL: _("all right"),
        Flag.LOW: _("low"),
        Flag.HIGH: _("high"),
        Flag.CRITICAL_LOW: _("very low: see a doctor at once"),
        Flag.CRITICAL_HIGH: _("very high: see a doctor at once"),
        Flag.ABNORMAL: _("not as usual"),
    }
