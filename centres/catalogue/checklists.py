"""Checklists out of checklists.csv and checklist_items.csv.

A file that says something new becomes the next version; inspections keep the one they were made with. A list whose
newest version somebody made here is left alone.
"""

import hashlib
import json
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from centres.catalogue.files import rows
from centres.models import Checklist, ChecklistItem, ChecklistVersion

Status = ChecklistVersion.Status


@transaction.atomic
def load_checklists() -> int:
    """How many versions are new (2 queries where nothing is)."""
    items: dict[str, list[dict]] = {}
    for row in rows("checklist_items.csv"):
        items.setdefault(row["checklist"], []).append(row)
    newest = {}
    for version in ChecklistVersion.objects.order_by("checklist", "number").select_related("checklist"):
        newest[version.checklist.code] = version
    return sum(_load(row, items[row["code"]], newest.get(row["code"])) for row in rows("checklists.csv"))


def _load(row: dict, items: list[dict], newest: ChecklistVersion | None) -> bool:
    digest = hashlib.sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()
    if newest and (newest.made_by_id or newest.digest == digest):
        return False
    names = {"name_en": row["name_en"], "name_hi": row["name_hi"]}
    checklist, _made = Checklist.objects.get_or_create(code=row["code"], defaults=names)
    version = ChecklistVersion.objects.create(
        checklist=checklist,
        number=newest.number + 1 if newest else 1,
        source=row["source"],
        is_reviewed=row["reviewed"] == "yes",
        digest=digest,
        made_at=timezone.now(),
    )
    ChecklistItem.objects.bulk_create(_item(version, place, one) for place, one in enumerate(items, 1))
    version.status = Status.PUBLISHED
    version.save(update_fields=["status"])
    return True


def _item(version: ChecklistVersion, position: int, row: dict) -> ChecklistItem:
    same = ("code", "domain_en", "domain_hi", "answer", "unit_en", "unit_hi", "use", "source")
    return ChecklistItem(
        version=version,
        position=position,
        name_en=row["item_en"],
        name_hi=row["item_hi"],
        norm=Decimal(row["norm"]),
        is_essential=row["priority"] == "essential",
        is_reviewed=row["reviewed"] == "yes",
        **{name: row[name] for name in same},
    )
