"""Critical values that nobody has read back yet, and those past the centre's time."""

from datetime import timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Value
from django.utils import timezone

from labs.flags import CRITICAL
from labs.models import CriticalCall, Result

DEADLINE = ExpressionWrapper(
    F("released_at") + F("order__visit__centre__critical_minutes") * Value(timedelta(minutes=1)),
    output_field=DateTimeField(),
)


def not_told(rows=None):
    """Released, critical, current, and no call with read-back; the oldest first. `deadline` is the centre's time."""
    told = CriticalCall.objects.filter(result=OuterRef("pk"), read_back=True)
    rows = Result.objects.all() if rows is None else rows
    return (
        rows.filter(~Exists(told), flag__in=[str(flag) for flag in CRITICAL], is_current=True)
        .filter(released_at__isnull=False)
        .annotate(deadline=DEADLINE)
        .select_related(
            "order__test",
            "order__visit__patient",
            "order__visit__department",
            "order__visit__centre",
            "order__ordered_by",
        )
        .order_by("released_at")
    )


def critical_not_told(centre):
    """Of one centre."""
    return not_told(Result.objects.for_centre(centre))


def overdue(centre=None):
    """Past the time, of one centre or of all."""
    rows = not_told() if centre is None else critical_not_told(centre)
    return rows.filter(deadline__lte=timezone.now())
