"""Invented people and days for trying the system. Nobody here is real; every row is marked as demonstration data."""
