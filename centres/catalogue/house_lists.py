"""Days of gaps and what statements ask about, out of CSV files. A row that somebody changed here is left alone."""

from django.db import transaction

from centres.catalogue.files import rows
from centres.models import AskedItem, GapRule
from centres.selectors import house_lists


@transaction.atomic
def load_gap_rules() -> int:
    """How many rules there are (2 queries)."""
    lines = rows("gap_rules.csv")
    own = house_lists.changed("gaps")
    GapRule.objects.bulk_create(
        [
            GapRule(
                severity=row["severity"], days=int(row["days"]), source=row["source"],
                is_reviewed=row["reviewed"] == "yes",
            )
            for row in lines
            if row["severity"] not in own
        ],
        update_conflicts=True, unique_fields=["severity"], update_fields=["days", "source", "is_reviewed"],
    )  # fmt: skip
    return len(lines)


@transaction.atomic
def load_asked(group: str, lines: list[dict]) -> int:
    """Bring one group of the statement up to date: rows of code, name_en, name_hi, source, reviewed (3 queries).

    What left the file is no longer asked.
    """
    own = house_lists.changed(group)
    found = [
        AskedItem(
            group=group, position=place, is_active=True, is_reviewed=row["reviewed"] == "yes",
            **{name: row[name] for name in ("code", "name_en", "name_hi", "source")},
        )
        for place, row in enumerate(lines)
        if row["code"] not in own
    ]  # fmt: skip
    written = ["name_en", "name_hi", "position", "is_active", "source", "is_reviewed"]
    AskedItem.objects.bulk_create(found, update_conflicts=True, unique_fields=["group", "code"], update_fields=written)
    gone = AskedItem.objects.filter(group=group, is_active=True).exclude(code__in=[row["code"] for row in lines])
    gone.exclude(code__in=own).update(is_active=False)
    return len(lines)


def load_equipment() -> int:
    return load_asked("equipment", rows("statement_equipment.csv"))
