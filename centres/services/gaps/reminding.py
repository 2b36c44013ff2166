"""Reminders of the clock: gaps past their date, once a week each."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from centres import audit
from centres.models import Gap, GapStep

AGAIN = timedelta(days=7)
AT_ONCE = 500


@transaction.atomic
def remind() -> int:
    """Note a reminder on each late gap whose last one is a week old, and put it on the owner's home; how many."""
    today = timezone.localdate()
    late = Gap.objects.select_for_update(skip_locked=True).late(today).exclude(reminded_on__gt=today - AGAIN)
    gaps = list(late.order_by("due_on")[:AT_ONCE])
    now = timezone.now()
    GapStep.objects.bulk_create(GapStep(gap=gap, kind=GapStep.Kind.REMINDED, at=now) for gap in gaps)
    Gap.objects.filter(pk__in=[gap.pk for gap in gaps]).update(reminded_on=today)
    if gaps:
        audit.record("gap.reminded", by=None, count=len(gaps))
    return len(gaps)
