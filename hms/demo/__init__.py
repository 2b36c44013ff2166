"""Invented people and days for trying the system. Nobody here is real; every row is marked as demonstration data."""

PASSWORD = "kamal-diya-1857"  # noqa: S105 (demonstration accounts only: production refuses to make them)
PIN = "417263"
