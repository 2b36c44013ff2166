"""The numbers of the house, changed by the network's administrator; the audit keeps both values and the reason."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from centres import audit
from opd.errors import HouseNumberError
from opd.models import HouseNumber
from opd.selectors import reference

MOST = 1000


@transaction.atomic
def change_house_number(row: HouseNumber, values: dict, *, version: int, reason: str, by, centre) -> HouseNumber:
    """Write number, source and review. Raises HouseNumberError when somebody was faster or nothing changes."""
    row = HouseNumber.objects.select_for_update().get(pk=row.pk)
    if row.version != version:
        raise HouseNumberError(_("Somebody changed this meanwhile. Read it once more; nothing of yours was saved."))
    before = {name: getattr(row, name) for name in values}
    if before == values:
        raise HouseNumberError(_("Nothing is different."))
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    transaction.on_commit(partial(reference.forget))
    audit.record(
        "house_number.changed", by=by, centre=centre, target=row, code=row.code, before=before["number"],
        after=row.number, reason=reason,
    )  # fmt: skip
    return row
