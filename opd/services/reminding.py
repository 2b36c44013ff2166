"""Questions nobody answered in time, by the clock: from one specialist to the pool, then to the person in charge."""

from django.db import transaction
from django.utils import timezone

from centres import audit
from opd.models import EConsult
from opd.services.asking import due


@transaction.atomic
def escalate_unanswered() -> int:
    """One step for every question that is late now; how many. Twice at once moves each once."""
    now = timezone.now()
    late = EConsult.objects.filter(status=EConsult.Status.WAITING, due_at__lt=now, in_charge_at=None)
    rows = list(
        late.select_for_update(of=("self",), skip_locked=True)
        .select_related("pool__centre", "visit")
        .order_by("pool__centre", "pk")
    )
    for row in rows:
        _step(row, now)
    return len(rows)


def _step(row: EConsult, now) -> None:
    if row.asked_to_id and row.to_pool_at is None:
        row.to_pool_at, row.due_at, to = now, due(row.pool, now), "pool"
    else:
        row.in_charge_at, to = now, "in_charge"
    row.save(update_fields=["to_pool_at", "due_at", "in_charge_at"])
    audit.record("e_consult.late", by=None, centre=row.pool.centre, target=row, patient=row.visit.patient_id, to=to)
