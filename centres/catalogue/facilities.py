"""The network's facilities out of facilities.csv, keyed by code.

Every centre remembers what the file said last (`Centre.loaded`). A later file changes only what still stands as it was
loaded: a name that an administrator changed stays, and so does everything the file does not speak of.
"""

from collections import Counter

from django.db import transaction

from centres import audit
from centres.catalogue.defaults import furnish
from centres.catalogue.files import rows
from centres.models import Centre

PLACEHOLDER = "placeholder"
TEXTS = ["name_en", "name_hi", "kind", "tier", "district", "ward", "locality", "pincode", "source"]


@transaction.atomic
def load() -> dict[str, int]:
    """Bring the list up to date; how many centres are new, changed and as they were (2 queries when all are)."""
    known = {centre.code: centre for centre in Centre.objects.select_for_update()}
    done = Counter(new=0, changed=0, unchanged=0)
    for row in rows("facilities.csv"):
        centre = known.get(row["code"])
        done[_create(row) if centre is None else _update(centre, row)] += 1
    return dict(done)


def _create(row) -> str:
    values = _values(row)
    centre = Centre.objects.create(code=row["code"], short_code=row["short_code"], **values, loaded=_said(values))
    furnish(centre)
    audit.record("centre.loaded", by=None, centre=centre, target=centre)
    return "new"


def _update(centre: Centre, row) -> str:
    values = _values(row)
    said = _said(values)
    if said == centre.loaded:
        return "unchanged"
    now = _said({name: getattr(centre, name) for name in values})
    fields = [name for name in values if now[name] == centre.loaded.get(name, now[name]) and now[name] != said[name]]
    for name in fields:
        setattr(centre, name, values[name])
    centre.loaded = said
    centre.version += 1
    centre.save(update_fields=[*fields, "loaded", "version"])
    audit.record("centre.loaded", by=None, centre=centre, target=centre, fields=fields)
    return "changed" if fields else "unchanged"


def _values(row) -> dict:
    return {
        **{name: row[name] for name in TEXTS},
        "phase": int(row["phase"]) if row["phase"] else None,
        "latitude": row["latitude"] or None,
        "longitude": row["longitude"] or None,
        "is_reviewed": row["reviewed"] == "yes",
        "is_placeholder": row["source"].startswith(PLACEHOLDER),
    }


def _said(values) -> dict:
    """As JSON keeps it: coordinates as text with six places, like the column."""
    return {
        name: f"{float(value):.6f}" if name in {"latitude", "longitude"} and value is not None else value
        for name, value in values.items()
    }
