"""Sent nearer home, in numbers: by the hospital's desk and by the centre that took the person. No patients."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language

from centres.models import Centre
from opd.models import Redirection
from opd.selectors.referral_report import since
from registration.models import Visit

O = Redirection.Outcome  # noqa: E741 (read as its name)
SEEN = (Visit.Status.CALLED, Visit.Status.DONE, Visit.Status.AWAY)
COUNTED = {
    "asked": Q(),
    "red_flag": Q(outcome=O.RED_FLAG),
    "named": Q(outcome=O.OFFERED),
    "sent": Q(outcome=O.SENT),
    "seen": Q(outcome=O.SENT, visit__status__in=SEEN),
}


@dataclass(frozen=True)
class Line:
    name: str
    counts: dict[str, int]


def from_hospitals(days: int, of) -> list[Line]:
    """One line for each hospital whose desk asked (1 query). `of`: one centre, or several."""
    return _lines(days, "centre", of)


def to_centres(days: int, of) -> list[Line]:
    """One line for each health centre that took somebody (1 query)."""
    return [line for line in _lines(days, "to_centre", of) if line.counts["sent"]]


def _lines(days: int, side: str, of) -> list[Line]:
    rows = Redirection.objects.filter(asked_at__gte=since(days), asked_at__lte=timezone.now())
    rows = rows.filter(**({side: of} if isinstance(of, Centre) else {f"{side}__in": of}))
    name = f"{side}__name_{'hi' if get_language() == 'hi' else 'en'}"
    counts = {key: Count("pk", filter=condition) if condition else Count("pk") for key, condition in COUNTED.items()}
    found = rows.order_by().values(name).annotate(**counts)
    lines = [Line(row[name], {key: row[key] for key in COUNTED}) for row in found]
    return sorted(lines, key=lambda line: (-line.counts["sent"], line.name))
