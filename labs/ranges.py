"""What is normal for whom, and how far a value is from it. Pure: no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from labs.models.results import Flag

EITHER = "E"  # neither a woman's nor a man's limits: both together


@dataclass(frozen=True)
class Normal:
    """The limits that apply to one person, in `unit`. None is no limit.

    `who` is the row they come from: sex (F, M, A any, E either), "+" when pregnant, age in days.
    """

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    critical_low: Decimal | None = None
    critical_high: Decimal | None = None
    who: str = ""
    note: str = ""
    source: str = ""
    is_reviewed: bool = False


def choose(rows: Iterable, *, unit: str, sex: str, age_days: int | None, pregnant: bool | None) -> Normal | None:
    """The limits for this person on this day; None when no row speaks of them, and none is invented.

    `rows` are the test's ReferenceRange rows, those for other analysers left out. Ages are completed days, both ends
    included. Pregnancy wins over everything; then rows made for the analyser in use over general ones; then the
    narrowest span of age, then a row for the person's own sex over one for any. Where the sex is neither F nor M and
    only rows for women and men exist, both are joined (see `either`).
    """
    if age_days is None:
        return None
    fitting = [row for row in rows if row.age_min_days <= age_days <= row.age_max_days]
    expecting = [row for row in fitting if row.pregnancy] if pregnant and sex != "M" else []
    if expecting:
        return _normal(min(_of_machine(expecting), key=_span), unit)
    usual = [row for row in fitting if not row.pregnancy]
    if machine := [row for row in usual if row.analyser and (row.sex in {sex, "A"} or sex not in {"F", "M"})]:
        usual = machine
    own = [row for row in usual if row.sex in {sex, "A"}]
    if own:
        return _normal(min(own, key=lambda row: (_span(row), row.sex == "A")), unit)
    return None if sex in {"F", "M"} else either(usual, unit)


def either(rows: list, unit: str) -> Normal | None:
    """The limits of a woman and a man of this age joined; None unless both exist.

    The normal range is the widest of the two, so H or L means outside for both; critical limits are the more
    cautious of the two, so no value that is critical for one of them passes quietly.
    """
    woman = min((row for row in rows if row.sex == "F"), key=_span, default=None)
    man = min((row for row in rows if row.sex == "M"), key=_span, default=None)
    if woman is None or man is None:
        return None
    return Normal(
        unit=unit,
        low=_outer(min, woman.low, man.low),
        high=_outer(max, woman.high, man.high),
        critical_low=_inner(max, woman.critical_low, man.critical_low),
        critical_high=_inner(min, woman.critical_high, man.critical_high),
        who=_who(EITHER, max(woman.age_min_days, man.age_min_days), min(woman.age_max_days, man.age_max_days)),
        note=woman.note or man.note,
        source=woman.source,
        is_reviewed=woman.is_reviewed and man.is_reviewed,
    )


def flag(value: Decimal, unit: str, normal: Normal | None) -> Flag:
    """Say where `value` falls. Both ends of a range are normal, and a critical limit itself is not yet critical.

    Raises ValueError when the units differ: we never convert silently.
    """
    if normal is None:
        return Flag.NONE
    if unit != normal.unit:
        raise ValueError(f"a value in {unit!r} cannot be compared with a range in {normal.unit!r}")
    if normal.critical_low is not None and value < normal.critical_low:
        return Flag.CRITICAL_LOW
    if normal.critical_high is not None and value > normal.critical_high:
        return Flag.CRITICAL_HIGH
    if normal.low is not None and value < normal.low:
        return Flag.LOW
    if normal.high is not None and value > normal.high:
        return Flag.HIGH
    return Flag.NORMAL if normal.low is not None or normal.high is not None else Flag.NONE


def coded_flag(choice: str, choices: list[str], flags: list[str]) -> Flag:
    """The flag that stands beside `choice`; none where the test gives no meaning to it, such as a blood group."""
    if choice not in choices or len(flags) != len(choices):
        return Flag.NONE
    return Flag(flags[choices.index(choice)])


def titre_flag(dilution: str, dilutions: list[str], reactive_from: str) -> Flag:
    """Abnormal from `reactive_from` on; `dilutions` stand in order, weakest serum first. No limit gives no flag."""
    if dilution not in dilutions or reactive_from not in dilutions:
        return Flag.NONE
    is_reactive = dilutions.index(dilution) >= dilutions.index(reactive_from)
    return Flag.ABNORMAL if is_reactive else Flag.NORMAL


def words(normal: Normal | None, decimals: int) -> str:
    """As printed beside the value: "12.0–15.5", "≤ 200", "≥ 40"; empty when there is no range."""
    if normal is None or (normal.low is None and normal.high is None):
        return ""
    if normal.low is None:
        return f"≤ {normal.high:.{decimals}f}"
    if normal.high is None:
        return f"≥ {normal.low:.{decimals}f}"
    return f"{normal.low:.{decimals}f}–{normal.high:.{decimals}f}"


def _normal(row, unit: str) -> Normal:
    return Normal(
        unit=unit,
        low=row.low,
        high=row.high,
        critical_low=row.critical_low,
        critical_high=row.critical_high,
        who=_who(f"{row.sex}{'+' if row.pregnancy else ''}", row.age_min_days, row.age_max_days),
        note=row.note,
        source=row.source,
        is_reviewed=row.is_reviewed,
    )


def _who(sex: str, first_day: int, last_day: int) -> str:
    return f"{sex} {first_day}-{last_day}"


def _of_machine(rows: list) -> list:
    """Those made for the analyser in use, where there are any."""
    return [row for row in rows if row.analyser] or rows


def _span(row) -> int:
    return row.age_max_days - row.age_min_days


def _outer(pick, one, other):
    """No limit on either side means no limit."""
    return None if one is None or other is None else pick(one, other)


def _inner(pick, one, other):
    """A limit on one side counts for both."""
    known = [limit for limit in (one, other) if limit is not None]
    return pick(known) if known else None


def overlapping(one, rows: Iterable) -> list:
    """The rows that speak of the same people as `one` on at least one day: same sex, pregnancy and analyser."""
    return [
        row
        for row in rows
        if (row.sex, row.pregnancy, row.analyser) == (one.sex, one.pregnancy, one.analyser)
        and row.age_min_days <= one.age_max_days
        and one.age_min_days <= row.age_max_days
    ]


def uncovered(rows: Iterable, *, until: int) -> list[tuple[str, int, int]]:
    """Days of life up to `until` without a general range, as (sex, first day, last day) for women and for men."""
    gaps = []
    usual = [row for row in rows if not row.pregnancy and not row.analyser]
    for sex in ("F", "M"):
        day = 0
        for row in sorted((row for row in usual if row.sex in {sex, "A"}), key=lambda row: row.age_min_days):
            if row.age_min_days > day:
                gaps.append((sex, day, row.age_min_days - 1))
            day = max(day, row.age_max_days + 1)
        if day <= until:
            gaps.append((sex, day, until))
    return gaps
