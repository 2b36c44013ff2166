"""How grave a shortfall is and by when it should be mended: rules in gap_rules.csv, with source and review state."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from centres.catalogue.files import rows
from centres.models import Gap

State, Severity = Gap.State, Gap.Severity

# What an office may do by hand. Proposing and approving come with a proposal; verifying needs a photo.
MOVES: dict[str, tuple[str, ...]] = {
    State.OPEN: (State.ORDERED, State.RECEIVED),
    State.APPROVED: (State.ORDERED, State.RECEIVED),
    State.ORDERED: (State.RECEIVED, State.OPEN),
    State.RECEIVED: (State.VERIFIED, State.OPEN),
}
# From these a centre may say that the thing has come.
MAY_COME = (State.OPEN, State.APPROVED, State.ORDERED)


@dataclass(frozen=True)
class Rule:
    severity: str
    days: int
    source: str
    is_reviewed: bool


@cache
def rules() -> dict[str, Rule]:
    return {
        row["severity"]: Rule(row["severity"], int(row["days"]), row["source"], row["reviewed"] == "yes")
        for row in rows("gap_rules.csv")
    }


def severity(*, is_essential: bool, value: Decimal) -> str:
    if not is_essential:
        return Severity.LOW
    return Severity.MEDIUM if value else Severity.HIGH
