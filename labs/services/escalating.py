"""A critical value nobody was told of goes before the person in charge, by the clock (ADR 0010)."""

from django.db import transaction
from django.utils import timezone

from centres import audit
from labs.models import CriticalEscalation, Result
from labs.selectors.critical import overdue


@transaction.atomic
def escalate_overdue() -> int:
    """Note every value that is overdue now and was not noted before; how many. Twice at once notes each once."""
    rows = overdue().filter(escalation=None).order_by("pk")
    due = list(rows.select_for_update(of=("self",), skip_locked=True))
    now = timezone.now()
    for result in due:
        _escalate(result, now)
    return len(due)


def _escalate(result: Result, now) -> None:
    centre = result.order.visit.centre
    CriticalEscalation.objects.create(result=result, escalated_at=now, after_minutes=centre.critical_minutes)
    audit.record(
        "lab.critical_escalated",
        by=None,
        centre=centre,
        target=result,
        patient=result.order.visit.patient_id,
        minutes=centre.critical_minutes,
    )
