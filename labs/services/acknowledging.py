"""An amended report waits until a doctor says that it was read."""

from django.db import transaction
from django.utils import timezone

from centres import audit
from labs.models import AmendmentNotice, LabOrder, Report


def notify(report: Report, orders: list[LabOrder]) -> None:
    """One notice for everybody who ordered one of the amended tests. Inside the caller's transaction."""
    orderers = dict.fromkeys(order.ordered_by_id for order in orders)
    AmendmentNotice.objects.bulk_create(AmendmentNotice(report=report, orderer_id=key) for key in orderers)


@transaction.atomic
def acknowledge(notice: AmendmentNotice, *, by) -> AmendmentNotice:
    """Say that the amended report was read. A second time changes nothing."""
    rows = AmendmentNotice.objects.select_related("report__visit__centre").select_for_update(of=("self",))
    notice = rows.get(pk=notice.pk)
    if notice.acknowledged_at:
        return notice
    notice.acknowledged_at, notice.acknowledged_by = timezone.now(), by
    notice.save(update_fields=["acknowledged_at", "acknowledged_by"])
    visit = notice.report.visit
    audit.record("lab.amendment_read", by=by, centre=visit.centre, target=notice.report, patient=visit.patient_id)
    return notice
