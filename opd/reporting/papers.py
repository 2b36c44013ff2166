"""Papers and files that a reader gets at once, and what they are called."""

from opd.reporting import making, register
from opd.reporting.periods import Period
from opd.reporting.scope import Scope

PRINT_AT_ONCE = 3  # days of one centre's register that a reader can wait for; longer books are made as a job


def register_pdf(scope: Scope, period: Period) -> bytes:
    return making.book(scope, period, list(register.with_everything(register.visits(scope.chosen, period))))


def file_name(what: str, scope: Scope, period: Period) -> str:
    return f"{what}-{scope.codes}-{period.first:%Y%m%d}-{period.last:%Y%m%d}".lower()
