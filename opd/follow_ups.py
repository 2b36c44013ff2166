"""Which signed visit or released result asks for somebody to come again, and when. Pure rules.

The days are house rules of this project; no clinician has reviewed them. Referral: half of the time in which the
urgency wants the patient to be there, at least one day.
"""

from datetime import date, timedelta

from opd.models import FollowUp, Referral

CHILD_YEARS = 5
AFTER_CRITICAL = timedelta(days=1)
AFTER_POSITIVE = timedelta(days=3)
AFTER_REFERRAL = {
    Referral.Urgency.EMERGENCY: timedelta(days=1),
    Referral.Urgency.SOON: timedelta(days=7),
    Referral.Urgency.ROUTINE: timedelta(days=15),
}
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
    return sent_on + AFTER_REFERRAL[Referral.Urgency(urgency)]


def result_due(flags: set[str], released_on: date) -> date | None:
    """When somebody who has gone home must hear of what was found; None when nothing presses."""
    if flags & {"LL", "HH"}:
        return released_on + AFTER_CRITICAL
    return released_on + AFTER_POSITIVE if "A" in flags else None
