"""Reading the catalogue's CSV files into plain rows."""

import csv
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def parts(text: str) -> list[str]:
    """`a;b;;c` as a list that keeps empty places; nothing at all is an empty list."""
    return [part.strip() for part in text.split(";")] if text else []


def yes(text: str) -> bool:
    return text == "yes"
