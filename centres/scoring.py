"""Points of an inspection. Pure: no database.

An item counts with the share of its norm that was found, at most whole; essential items weigh double (the weights are
a house rule: IPHS names what is essential and gives no points). What does not apply or was not seen is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ESSENTIAL, DESIRABLE = 2, 1
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Line:
    """One item with what was found; `value` None was not seen, `applies` False does not concern this centre."""

    domain_en: str
    domain_hi: str
    norm: Decimal
    is_essential: bool
    value: Decimal | None
    applies: bool = True

    @property
    def counts(self) -> bool:
        return self.applies and self.value is not None

    @property
    def weight(self) -> int:
        return ESSENTIAL if self.is_essential else DESIRABLE

    @property
    def share(self) -> Decimal:
        return min(self.value / self.norm, Decimal(1))

    @property
    def is_met(self) -> bool:
        return self.value >= self.norm


def score(lines: Iterable[Line]) -> dict:
    """JSON to be frozen: the whole and each domain in order, points of 100 as text with one decimal ("" for none)."""
    lines = list(lines)
    names = list(dict.fromkeys((line.domain_en, line.domain_hi) for line in lines))
    domains = [{"en": en, "hi": hi, **_points([line for line in lines if line.domain_en == en])} for en, hi in names]
    return {**_points(lines), "domains": domains}


def _points(lines: list[Line]) -> dict:
    counted = [line for line in lines if line.counts]
    essential = [line for line in counted if line.is_essential]
    weight = sum(line.weight for line in counted)
    got = sum((line.share * line.weight for line in counted), Decimal(0))
    return {
        "points": str(rounded(got * WHOLE / weight)) if weight else "",
        "items": len(lines),
        "counted": len(counted),
        "met": sum(line.is_met for line in counted),
        "essential": len(essential),
        "essential_met": sum(line.is_met for line in essential),
    }


def rounded(points: Decimal) -> Decimal:
    """To one decimal, halves up, as people do it by hand."""
    return points.quantize(Decimal("0.1"), ROUND_HALF_UP)


def change(now: str, before: str) -> str:
    """The difference of two scores with its sign, "" where one is missing."""
    if not now or not before:
        return ""
    difference = Decimal(now) - Decimal(before)
    return f"{difference:+}" if difference else "0"
