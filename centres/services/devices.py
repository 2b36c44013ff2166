"""Counting computers, printers, scanners, UPS and internet links."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Centre, DeviceCount, User


@transaction.atomic
def count(centre: Centre, numbers: dict[str, tuple[int, int]], *, counted_on: date, by: User) -> list[DeviceCount]:
    """Keep what was counted: kind -> (there, working). Raises CentresError for more working than there are, or a day
    to come or before the last count.
    """
    Centre.objects.select_for_update().get(pk=centre.pk)
    if counted_on > timezone.localdate():
        raise CentresError(_("This day is still to come."), field="counted_on")
    last = centre.device_counts.first()
    if last and counted_on < last.counted_on:
        raise CentresError(_("There is a newer count already."), field="counted_on")
    for kind, (total, working) in numbers.items():
        if working > total:
            raise CentresError(_("More working than there are."), field=f"{kind}_working")
    now = timezone.now()
    rows = DeviceCount.objects.bulk_create(
        DeviceCount(
            centre=centre, kind=kind, total=total, working=working, counted_on=counted_on, counted_at=now, counted_by=by
        )
        for kind, (total, working) in numbers.items()
    )
    audit.record("devices.counted", by=by, centre=centre, target=centre, kinds=len(rows))
    return rows
