"""Pads for a power cut: printing and accounting for them, and entering what was written on their slips."""

from registration.views.pads.attaching import PadEcho, PadPerson, PadSlipNew, PadSlipView
from registration.views.pads.listing import PadAccount, PadList, PadNew, PadPrint, PadSpoil, PadView
from registration.views.pads.undoing import PadRelease, PadRestore

__all__ = [
    "PadAccount",
    "PadEcho",
    "PadList",
    "PadNew",
    "PadPerson",
    "PadPrint",
    "PadRelease",
    "PadRestore",
    "PadSlipNew",
    "PadSlipView",
    "PadSpoil",
    "PadView",
]
