"""Referrals in numbers: by centre, doctor and condition, each with what it is a part of. No patients.

`of` is one centre, or the centres that an office sees.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language

from centres.models import Centre
from opd.care import TERTIARY
from opd.models import Consultation, Diagnosis, Referral

U = Referral.UpReason
WISH, GAP = (U.PATIENT_WISH,), (U.TEST_MISSING, U.MEDICINE_MISSING)
AVOIDABLE = (*WISH, *GAP)
PERIODS = (7, 30, 90)
COUNTED = {
    "sent": Q(),
    "up": Q(to_centre__kind__in=TERTIARY),
    "emergency": Q(urgency=Referral.Urgency.EMERGENCY),
    "treatable": ~Q(treatable_codes=""),
    "wish": Q(up_reason__in=WISH),
    "gap": Q(up_reason__in=GAP),
    "avoidable": Q(up_reason__in=AVOIDABLE),
    "arrived": ~Q(status__in=[Referral.Status.SENT, Referral.Status.NOT_GONE]),
    "back": Q(status=Referral.Status.BACK),
}
NAMES = ("name_hi", "name_en")


@dataclass(frozen=True)
class Line:
    """One row. `signed` is the number of signed consultations that the referrals came out of; None where unknown."""

    name: str
    signed: int | None
    counts: dict[str, int]

    @property
    def avoidable_percent(self) -> int | None:
        """Avoidable ones of those to medical colleges; None where nobody was sent there."""
        return round(100 * self.counts["avoidable"] / self.counts["up"]) if self.counts["up"] else None


def since(days: int):
    return timezone.now() - timedelta(days=days)


def by_centre(days: int, of) -> list[Line]:
    """Every centre that signed anything, the largest share first (2 queries)."""
    return _lines(days, of, ("visit__centre",), ("visit__centre",))


def by_doctor(days: int, of) -> list[Line]:
    """Within one centre, or of several with the centre behind each name (2 queries)."""
    if isinstance(of, Centre):
        return _lines(days, of, ("referred_by",), ("signed_by",))
    return _lines(days, of, ("referred_by", "visit__centre"), ("signed_by", "visit__centre"))


def by_condition(days: int, of) -> list[Line]:
    """Of the referrals where the gate asked: each condition that the centre treats itself (2 queries)."""
    found: dict[str, dict[str, int]] = {}
    rows = _referrals(days, of).exclude(treatable_codes="").order_by()
    for row in rows.values("treatable_codes").annotate(**_counts()):
        for code in row["treatable_codes"].split():
            line = found.setdefault(code, dict.fromkeys(COUNTED, 0))
            for name in COUNTED:
                line[name] += row[name]
    known = Diagnosis.objects.in_bulk(list(found), field_name="code")
    lines = [Line(f"{known[code].name} ({code})", None, counts) for code, counts in found.items() if code in known]
    return sorted(lines, key=lambda line: (-line.counts["avoidable"], -line.counts["sent"], line.name))


def total(lines: list[Line]) -> Line:
    counts = {name: sum(line.counts[name] for line in lines) for name in COUNTED}
    return Line("", sum(line.signed or 0 for line in lines), counts)


def uncoded(days: int, of) -> int:
    """Referrals to medical colleges without any coded diagnosis: the gate could not ask (1 query)."""
    up = _referrals(days, of).filter(COUNTED["up"])
    return up.exclude(visit__consultation__diagnoses__code__gt="").count()


def _lines(days: int, of, referred: tuple[str, ...], signed: tuple[str, ...]) -> list[Line]:
    """One line for each combination of `signed`, with the referrals whose `referred` is the same."""
    one = "name_hi" if get_language() == "hi" else "name_en"
    consultations = _within(Consultation.objects.filter(signed_at__gte=since(days)), of).order_by()
    rows = consultations.values(*signed, *(f"{side}__{one}" for side in signed)).annotate(signed=Count("pk"))
    referrals = _referrals(days, of).order_by().values(*referred).annotate(**_counts())
    counts = {tuple(row[side] for side in referred): row for row in referrals}
    zero = dict.fromkeys(COUNTED, 0)
    lines = []
    for row in rows:
        found = counts.get(tuple(row[side] for side in signed), zero)
        name = " · ".join(row[f"{side}__{one}"] for side in signed)
        lines.append(Line(name, row["signed"], {key: found[key] for key in COUNTED}))
    return sorted(lines, key=lambda line: (-(line.avoidable_percent or 0), -line.counts["sent"], line.name))


def _referrals(days: int, of):
    return _within(Referral.objects.filter(referred_at__gte=since(days), referred_at__lte=timezone.now()), of)


def _within(rows, of):
    """Of one centre, or of several."""
    return rows.for_centre(of) if isinstance(of, Centre) else rows.for_centres(of)


def _counts() -> dict:
    return {name: Count("pk", filter=condition) if condition else Count("pk") for name, condition in COUNTED.items()}
