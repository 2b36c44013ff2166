"""Changing a row of the house's limits and lists: what it was stays in the history, with who and why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError, Conflict
from centres.house_lists import HouseList
from centres.models import RuleChange
from centres.selectors import house_lists as selectors


@transaction.atomic
def change(one: HouseList, row, values: dict, *, seen: int, reason: str, by, centre) -> RuleChange:
    """Write `values` of one row. `seen` is how many changes the person saw.

    Raises Conflict when a colleague changed it since, CentresError when nothing differs.
    """
    row = one.rows().select_for_update().get(pk=row.pk)
    code = getattr(row, one.column)
    if selectors.history(one, code).count() != seen:
        raise Conflict(_("Somebody changed this meanwhile. Read it once more; nothing of yours was saved."))
    before = {name: getattr(row, name) for name in values}
    if before == values:
        raise CentresError(_("Nothing is different."))
    for name, value in values.items():
        setattr(row, name, value)
    written = list(values)
    if one.bumps and one.bumps(before, values):
        row.version += 1
        written.append("version")
    row.save(update_fields=written)
    made = RuleChange.objects.create(
        list=one.key, code=code, before=before, after=values, reason=reason, changed_at=timezone.now(), changed_by=by
    )
    audit.record("house_list.changed", by=by, centre=centre, target=row, list=one.key, code=code)
    return made
