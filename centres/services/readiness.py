"""Saying what of the readiness list is true at a centre."""

from django.db import transaction
from django.utils import timezone

from centres import audit
from centres.models import Centre, ReadinessCheck, User
from centres.selectors import readiness


@transaction.atomic
def check(centre: Centre, said: dict[str, bool], *, note: str, by: User) -> int:
    """Keep each word that differs from what stands now: code -> true or not; the number kept.

    Points that the system judges itself are not for anybody to say; they and unknown codes are passed over.
    """
    Centre.objects.select_for_update().get(pk=centre.pk)
    now = timezone.now()
    points = [point for point in readiness.points(centre) if not point.item.rule and point.item.code in said]
    rows = ReadinessCheck.objects.bulk_create(
        ReadinessCheck(
            centre=centre, item=point.item, item_version=point.item.version, is_met=said[point.item.code],
            note=note, checked_at=now, checked_by=by,
        )
        for point in points
        if said[point.item.code] != point.is_met
    )  # fmt: skip
    if rows:
        audit.record("readiness.checked", by=by, centre=centre, target=centre, count=len(rows))
    return len(rows)
