"""Changes to a centre itself: who it is, its fee and rules."""

from django.db import transaction
from django.utils.translation import gettext as _

from centres import audit
from centres.catalogue import furnish
from centres.errors import CentresError, Conflict
from centres.models import Centre, User
from centres.signals import centre_opened

# Stands in web addresses and names the audit chain.
NEVER_CHANGES = "code"


@transaction.atomic
def open_centre(values: dict, *, by: User) -> Centre:
    """Add a centre. A UPHC gets the usual rooms, departments and hours."""
    centre = Centre.objects.create(**values)
    furnish(centre)
    centre_opened.send(Centre, centre=centre, by=by)
    audit.record("centre.opened", by=by, centre=centre, target=centre)
    return centre


@transaction.atomic
def change_centre(centre: Centre, values: dict, *, version: int, by: User) -> Centre:
    """Change what differs in `values`. A placeholder that gets a name is none any more.

    Raises Conflict when `version` is not the newest, CentresError for a short code that stands on slips already.
    """
    centre = Centre.objects.select_for_update().get(pk=centre.pk)
    if centre.version != version:
        raise Conflict(_("Somebody else changed this while you were typing. Compare the two, then save again."))
    fields = [name for name, value in values.items() if name != NEVER_CHANGES and getattr(centre, name) != value]
    if "short_code" in fields and has_visits(centre):
        raise CentresError(
            _("This short code stands on printed slips, so it can no longer change."), field="short_code"
        )
    if not fields:
        return centre
    for name in fields:
        setattr(centre, name, values[name])
    if centre.is_placeholder and "is_placeholder" not in fields and {"name_en", "name_hi"} & set(fields):
        centre.is_placeholder = False
        fields.append("is_placeholder")
    centre.version += 1
    centre.save(update_fields=[*fields, "version"])
    audit.record("centre.changed", by=by, centre=centre, target=centre, fields=sorted(fields))
    return centre


def has_visits(centre: Centre) -> bool:
    """Whether a slip with this centre's short code was ever made (1 query)."""
    return centre.visits.exists()  # registration's rows, through the relation that it declares
