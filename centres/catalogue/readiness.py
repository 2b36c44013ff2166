"""The readiness list out of readiness.csv, keyed by code.

A point that left the file is no longer asked; one that somebody changed here is left alone.
"""

from collections import Counter

from django.db import transaction

from centres.catalogue.files import rows
from centres.models import ReadinessItem
from centres.selectors.house_lists import changed as changed_here


@transaction.atomic
def load() -> dict[str, int]:
    """Bring the list up to date; how many points are new, changed and as they were (2 queries when all are)."""
    known = {item.code: item for item in ReadinessItem.objects.select_for_update()}
    done = Counter(new=0, changed=0, unchanged=0)
    own = changed_here("readiness")
    for code in own:
        known.pop(code, None)
    for row in rows("readiness.csv"):
        if row["code"] in own:
            done["unchanged"] += 1
            continue
        done[_take(row, known.pop(row["code"], None))] += 1
    for item in known.values():
        if item.is_active:
            item.is_active = False
            item.save(update_fields=["is_active"])
            done["changed"] += 1
    return dict(done)


def _take(row, item: ReadinessItem | None) -> str:
    values = {
        **{name: row[name] for name in ("stage", "text_en", "text_hi", "rule", "source")},
        "position": int(row["position"]), "need": int(row["need"]),
        "is_reviewed": row["reviewed"] == "yes", "is_active": True,
    }  # fmt: skip
    if item is None:
        ReadinessItem.objects.create(code=row["code"], **values)
        return "new"
    fields = [name for name, value in values.items() if getattr(item, name) != value]
    if not fields:
        return "unchanged"
    for name in fields:
        setattr(item, name, values[name])
    item.version += any(name in ReadinessItem.ASKS for name in fields)
    item.save(update_fields=[*fields, "version"])
    return "changed"
