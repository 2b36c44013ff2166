"""The price list out of prices.csv, keyed by code. A price that somebody changed here is left alone."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from centres.catalogue.files import rows
from centres.models import PriceItem

TEXTS = ("name_en", "name_hi", "unit_en", "unit_hi", "source")


@transaction.atomic
def load_prices() -> int:
    """How many prices are new or brought up to date (1 query where nothing is)."""
    known = {price.code: price for price in PriceItem.objects.select_for_update()}
    return sum(_load(known.get(row["code"]), row) for row in rows("prices.csv"))


def _load(price: PriceItem | None, row: dict) -> bool:
    values = {name: row[name] for name in TEXTS}
    values |= {"unit_cost": Decimal(row["unit_cost"]), "priced_on": date.fromisoformat(row["priced_on"])}
    values["is_reviewed"] = row["reviewed"] == "yes"
    if price is None:
        PriceItem.objects.create(code=row["code"], **values)
        return True
    changed = [name for name, value in values.items() if getattr(price, name) != value]
    if price.changed_at or not changed:
        return False
    for name in changed:
        setattr(price, name, values[name])
    price.save(update_fields=changed)
    return True
