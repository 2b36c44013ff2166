"""Every change at the counter and in the queue: one function, one transaction, one audit."""

from registration.services.aadhaar import reveal_aadhaar
from registration.services.boards import renew_board
from registration.services.consents import withdraw_consent
from registration.services.corrections import correct_facts
from registration.services.doubles import call_two_people, compare_by_hand, propose
from registration.services.family import register_family
from registration.services.merging import merge_records
from registration.services.queue import call_next, call_visit, cancel_visit, finish_visit, recall_visit, set_away
from registration.services.registering import NewPatient, register
from registration.services.slips import touch_slip
from registration.services.transferring import transfer_visit
from registration.services.unmerging import undo_merge
from registration.services.visiting import open_visit

__all__ = [
    "NewPatient",
    "call_next",
    "call_two_people",
    "call_visit",
    "cancel_visit",
    "compare_by_hand",
    "correct_facts",
    "finish_visit",
    "merge_records",
    "open_visit",
    "propose",
    "recall_visit",
    "register",
    "register_family",
    "renew_board",
    "reveal_aadhaar",
    "set_away",
    "touch_slip",
    "transfer_visit",
    "undo_merge",
    "withdraw_consent",
]
