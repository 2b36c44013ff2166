"""Every change in the laboratory: one function, one transaction, one audit."""

from labs.seals import is_genuine
from labs.services.acknowledging import acknowledge
from labs.services.amending import amend
from labs.services.availability import set_availability
from labs.services.calling import Call, record_call
from labs.services.cataloguing import remove_range, review_test, save_delta, save_panel, save_range, save_test
from labs.services.collecting import collect, labels_printed, reject_sample
from labs.services.controlling import add_lot, note_action, record_run
from labs.services.dispatching import (
    enter_at_hub,
    mark_missing,
    receive_sample,
    reject_at_hub,
    release_at_hub,
    send_samples,
)
from labs.services.entering import Entry, enter_results
from labs.services.escalating import escalate_overdue
from labs.services.exchanging import take_catalogue
from labs.services.importing import enter_from_analyser
from labs.services.ordering import cancel_order, order_tests
from labs.services.outages import begin_outage, end_outage
from labs.services.releasing import release
from labs.services.repeating import repeat_result
from labs.services.running import enter_run
from labs.services.stocking import add_reagent, adjust, receive, use
from labs.services.walking_in import order_from_outside

__all__ = [
    "Call",
    "Entry",
    "acknowledge",
    "add_lot",
    "add_reagent",
    "adjust",
    "amend",
    "begin_outage",
    "cancel_order",
    "collect",
    "end_outage",
    "enter_at_hub",
    "enter_from_analyser",
    "enter_results",
    "enter_run",
    "escalate_overdue",
    "is_genuine",
    "labels_printed",
    "mark_missing",
    "note_action",
    "order_from_outside",
    "order_tests",
    "receive",
    "receive_sample",
    "record_call",
    "record_run",
    "reject_at_hub",
    "reject_sample",
    "release",
    "release_at_hub",
    "remove_range",
    "repeat_result",
    "review_test",
    "save_delta",
    "save_panel",
    "save_range",
    "save_test",
    "send_samples",
    "set_availability",
    "take_catalogue",
    "use",
]
