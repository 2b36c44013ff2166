"""Which signed visit or released result asks for somebody to come again, and when.

The days stand in house_numbers.csv with source and review, and the administrator changes them (HouseNumber).
"""

from datetime import date, timedelta

from opd.models import FollowUp, Referral
from opd.selectors import reference

CHILD_YEARS = 5
ANTENATAL = ("Z34", "O", "Z35")
Kind = FollowUp.Kind


def kind_of_review(diagnoses, age_years: int, *, is_pregnant: bool) -> str:
    """What kind of list a doctor's follow-up belongs to; the first that fits."""
    codes = [row.code for row in diagnoses]
    if is_pregnant or any(code.startswith(ANTENATAL) for code in codes):
        return Kind.ANTENATAL
    if any(row.diagnosis and row.diagnosis.is_chronic for row in diagnoses):
        return Kind.CHRONIC
    return Kind.CHILD if age_years < CHILD_YEARS else Kind.REVIEW


def referral_due(urgency: str, sent_on: date) -> date:
    return sent_on + _days(f"call_{Referral.Urgency(urgency)}")


def result_due(flags: set[str], released_on: date) -> date | None:
    """When somebody who has gone home must hear of what was found; None when nothing presses."""
    if flags & {"LL", "HH"}:
        return released_on + _days("call_critical")
    return released_on + _days("call_positive") if "A" in flags else None


def _days(code: str) -> timedelta:
    return timedelta(days=reference.house()[code])
