"""Reference content of the counter. May be loaded as often as one likes."""

import csv
from pathlib import Path

from registration.models import PostOffice

_FILE = Path(__file__).parent / "patna_pincodes.csv"


def load() -> dict[str, int]:
    """Post offices of Patna by PIN code, each with its source."""
    offices = [office for row in _rows() for office in _offices(row)]
    PostOffice.objects.bulk_create(
        offices, update_conflicts=True, unique_fields=["pincode", "name"], update_fields=["district", "state", "source"]
    )
    return {"post offices": len(offices)}


def _rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _offices(row: dict[str, str]) -> list[PostOffice]:
    names = [name.strip() for name in row["post_offices"].split(",")]
    return [
        PostOffice(pincode=row["pincode"], name=name, district="Patna", state="Bihar", source=row["source"])
        for name in names
        if name
    ]
