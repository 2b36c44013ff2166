"""The delta check: has a value moved further from the last one than people usually do? Pure.

A big change is a reason to look at the label and the patient again, never a reason to refuse a value.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

# For tests without a limit of their own. Not taken from a document and not reviewed by a clinician.
USUAL_PERCENT = 50
USUAL_DAYS = 90


@dataclass(frozen=True)
class Limit:
    """`percent` of the earlier value, when that is at most `within_days` days old."""

    percent: int = USUAL_PERCENT
    within_days: int = USUAL_DAYS
    source: str = ""
    is_reviewed: bool = False

    @property
    def words(self) -> str:
        """As the technician reads it above the grid."""
        said = _("Marked when it moves more than %(percent)d %% within %(days)d days.") % {
            "percent": self.percent,
            "days": self.within_days,
        }
        return said if self.is_reviewed else f"{said} {_('This limit is not reviewed by a clinician.')}"


USUAL = Limit()


def percent_moved(before: Decimal, now: Decimal) -> Decimal | None:
    """How far `now` is from `before` in per cent of `before`, with its sign; None when `before` is zero."""
    return None if not before else (now - before) / abs(before) * 100


def is_big(before: Decimal, now: Decimal, *, before_on: date, now_on: date, limit: Limit = USUAL) -> bool:
    """Whether the change is more than the limit. Exactly the limit is not more; from zero any change of value is."""
    if (now_on - before_on).days > limit.within_days:
        return False
    moved = percent_moved(before, now)
    return now != before if moved is None else abs(moved) > limit.percent
