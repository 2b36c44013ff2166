"""How grave a shortfall is and by when it should be mended: rows of GapRule, with source and review state."""

from dataclasses import dataclass
from decimal import Decimal

from centres.catalogue.files import rows
from centres.models import Gap, GapRule

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


def rules() -> dict[str, Rule]:
    """As an administrator left them; out of the file as long as nothing was loaded (1 query)."""
    found = {row["severity"]: _of_file(row) for row in rows("gap_rules.csv")}
    kept = GapRule.objects.all()
    return found | {row.severity: Rule(row.severity, row.days, row.source, row.is_reviewed) for row in kept}


def _of_file(row: dict) -> Rule:
    return Rule(row["severity"], int(row["days"]), row["source"], row["reviewed"] == "yes")


def severity(*, is_essential: bool, value: Decimal) -> str:
    if not is_essential:
        return Severity.LOW
    return Severity.MEDIUM if value else Severity.HIGH
