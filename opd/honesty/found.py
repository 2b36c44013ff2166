"""What a rule hands over."""

from dataclasses import dataclass

from centres.models import Centre
from opd.models import HonestyFinding, HonestyRule
from opd.reporting.periods import Period

Kind = HonestyFinding.Kind
MOST_ROWS = 2000  # keys kept with one question; `counted` says how many there were


@dataclass(frozen=True)
class Found:
    """`facts` always has "counted" and "of"; "expected" where something can be expected."""

    facts: dict
    kind: str
    rows: list[int]


@dataclass(frozen=True)
class Look:
    """One centre, one full week, one rule; `others` are the shares of the other centres, by rule code."""

    centre: Centre
    week: Period
    rule: HonestyRule
    others: tuple[float, ...] = ()

    @property
    def at(self) -> list[Centre]:
        return [self.centre]


def found(look: Look, kind: str, rows, *, of: int, expected: int | None = None, **facts) -> Found:
    keys = sorted(set(rows))
    more = {"expected": expected} if expected is not None else {}
    return Found({"counted": len(keys), "of": of, **more, **facts, "limits": look.rule.limits}, kind, keys[:MOST_ROWS])
