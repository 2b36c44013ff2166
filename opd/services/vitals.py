"""Measurements. A correction is a new row; the earlier one stays."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from opd.errors import NothingWritten
from opd.models import Vitals
from opd.services.locking import lock_visit
from registration.models import Visit
from registration.services import touch_slip

MEASURED = (
    "systolic", "diastolic", "pulse", "temperature", "respiration", "spo2", "weight", "height", "glucose", "muac",
    "is_pregnant", "note",
)  # fmt: skip


@transaction.atomic
def record_vitals(visit: Visit, values: dict, *, by) -> Vitals:
    """Write what was measured, in the units of Vitals; the newest row of a visit is the one that counts.

    The same values again change nothing. Raises NothingWritten when every box is empty and nothing stood before.
    """
    visit = lock_visit(visit)
    earlier = Vitals.objects.filter(visit=visit, is_current=True).first()
    values = {name: values.get(name) for name in MEASURED} | {"note": values.get("note") or ""}
    if earlier and all(getattr(earlier, name) == value for name, value in values.items()):
        return earlier
    if earlier is None and not any(value not in (None, "") for value in values.values()):
        raise NothingWritten(_("Write at least one value."), field="bp")
    if earlier:
        Vitals.objects.filter(pk=earlier.pk).update(is_current=False)
    row = Vitals.objects.create(visit=visit, recorded_at=timezone.now(), recorded_by=by, **values)
    touch_slip(visit, why="vitals")
    audit.record(
        "vitals.corrected" if earlier else "vitals.recorded",
        by=by, centre=visit.centre, target=row, patient=visit.patient_id,
    )  # fmt: skip
    return row
