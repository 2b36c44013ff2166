"""Who is due at a centre, and what was planned for a person."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from hms.lib.dates import age_on
from opd.models import FollowUp, FollowUpContact

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class DueRow:
    """One person who should come. `late_days` is 0 on the day and negative before it."""

    row: FollowUp
    late_days: int

    @property
    def age(self) -> str:
        return age_on(self.row.patient.birth_date, timezone.localdate()).label

    @property
    def state(self) -> str:
        if self.late_days > 0:
            return "late"
        return "today" if self.late_days == 0 else "ahead"


def due(centre, kind: str = "") -> list[DueRow]:
    """Whom the list shows today: defaulters first, the longest overdue at the top (1 query)."""
    today = timezone.localdate()
    last = FollowUpContact.objects.filter(follow_up=OuterRef("pk")).order_by("-contacted_at")
    rows = (
        FollowUp.objects.for_centre(centre)
        .still_due()
        .filter(remind_on__lte=today + AHEAD)
        .select_related("patient", "visit__department")
        .annotate(
            last_outcome=Subquery(last.values("outcome")[:1]),
            last_at=Subquery(last.values("contacted_at")[:1]),
            tries=Count("contacts"),
        )
        .order_by("due_on", "pk")
    )
    if kind in FollowUp.Kind.values:
        rows = rows.filter(kind=kind)
    found = [DueRow(row, (today - row.due_on).days) for row in rows]
    return sorted(found, key=lambda one: (one.row.remind_on > today, one.row.due_on, one.row.pk))


def due_counts(centre) -> dict[str, int]:
    """How many are due now or overdue, by kind (1 query)."""
    rows = FollowUp.objects.for_centre(centre).still_due().filter(remind_on__lte=timezone.localdate())
    return dict(rows.order_by().values_list("kind").annotate(Count("pk")))


def planned(patient, *, before) -> list[FollowUp]:
    """What earlier visits planned and nobody has ended, the nearest first; at most three (1 query)."""
    rows = FollowUp.objects.filter(patient=patient, closed_at=None, planned_at__lt=before.registered_at)
    return list(rows.exclude(visit=before).select_related("centre").order_by("-due_on")[:3])


def outcome_label(code: str) -> str:
    return str(FollowUp.Outcome(code).label) if code else ""
