"""Writing what the preview showed."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.imports.rows import preview
from centres.models import Centre, User
from centres.services import network


@transaction.atomic
def apply(text: str, *, office: Centre, by: User) -> dict[str, int]:
    """Write what the preview showed, all or nothing; how many are new, changed and as they were.

    Raises CentresError when a row has become wrong in the meantime.
    """
    list(Centre.objects.select_for_update().order_by("pk"))
    rows = preview(text)
    if any(row.errors for row in rows):
        raise CentresError(_("Some rows are wrong. Correct the file and choose it again: nothing was saved."))
    for row in sorted(rows, key=lambda row: row.cells["code"]):
        if row.status == "new":
            network.open_centre(row.values, by=by)
        elif row.status == "changed":
            changed = {name: value for name, value in row.values.items() if row.cells.get(name)}
            network.change_centre(row.centre, changed, version=row.centre.version, by=by)
    done = Counter(row.status for row in rows)
    counts = {status: done[status] for status in ("new", "changed", "unchanged")}
    audit.record("centres.imported", by=by, centre=office, **counts)
    return counts
