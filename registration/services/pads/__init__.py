"""Pads for a power cut: printed beforehand, attached when the computers are back, accounted for to the last slip."""

from registration.services.pads.attaching import attach_known, attach_new, attach_to_visit
from registration.services.pads.printing import MOST_SLIPS, check_printable, print_pad, token_of
from registration.services.pads.undoing import release, restore, spoil

__all__ = [
    "MOST_SLIPS",
    "attach_known",
    "attach_new",
    "attach_to_visit",
    "check_printable",
    "print_pad",
    "release",
    "restore",
    "spoil",
    "token_of",
]
