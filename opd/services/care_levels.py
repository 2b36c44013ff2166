"""Changing where a condition is treated, each change with its reason and both states."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.models import Test
from opd.errors import CareLevelError
from opd.models import CareLevel, CareLevelChange, Medicine

COLUMNS = ("level", "tests", "medicines", "source", "is_reviewed")


@transaction.atomic
def change_care_level(row: CareLevel, values: dict, *, version: int, reason: str, by, centre) -> CareLevel:
    """Write `values` of COLUMNS. `centre` is the office whose administrator changes it.

    Raises CareLevelError when somebody else was faster, nothing changes, or a test or medicine is not in the catalogue.
    """
    row = CareLevel.objects.select_for_update(of=("self",)).select_related("diagnosis").get(pk=row.pk)
    if row.version != version:
        raise CareLevelError(_("Somebody changed this meanwhile. Read it once more; nothing of yours was saved."))
    before, after = _state(row), {name: values[name] for name in COLUMNS}
    if before == after:
        raise CareLevelError(_("Nothing is different."))
    _check_known(Test, "code", after["tests"], "tests")
    _check_known(Medicine, "name_en", after["medicines"], "medicines")
    for name, value in after.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*COLUMNS, "version"])
    CareLevelChange.objects.create(
        care=row, before=before, after=after, reason=reason, changed_at=timezone.now(), changed_by=by
    )
    audit.record("care_level.changed", by=by, centre=centre, target=row, code=row.diagnosis.code)
    return row


def _state(row: CareLevel) -> dict:
    return {name: getattr(row, name) for name in COLUMNS}


def _check_known(model, column: str, typed: list[str], field: str) -> None:
    known = set(model.objects.filter(**{f"{column}__in": typed}).values_list(column, flat=True))
    if unknown := [word for word in typed if word not in known]:
        raise CareLevelError(_("Not in the catalogue: %(what)s.") % {"what": ", ".join(unknown)}, field=field)
