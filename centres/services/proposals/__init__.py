"""Proposals: written, sent and frozen, decided, paid."""

from centres.services.proposals.deciding import decide
from centres.services.proposals.drafting import add_gaps, change_letter, change_line, draft, remove_line, throw_away
from centres.services.proposals.paying import release, spend
from centres.services.proposals.pricing import save_price
from centres.services.proposals.sending import send

__all__ = [
    "add_gaps",
    "change_letter",
    "change_line",
    "decide",
    "draft",
    "release",
    "remove_line",
    "save_price",
    "send",
    "spend",
    "throw_away",
]
