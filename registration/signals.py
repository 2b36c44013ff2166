"""What registration tells the apps above it.

visit_changed is sent after the commit. The two of pad slips are sent inside the transaction: what a receiver writes
stands or falls with it.
"""

from functools import partial

from django.db import transaction
from django.dispatch import Signal

# visit: the Visit as saved
# what: "opened", "called", "recalled", "away", "finished", "cancelled", "transferred", "slip"
visit_changed = Signal()
# slip: the PadSlip as saved (attached: with its visit); by: the User
pad_slip_attached = Signal()
pad_slip_released = Signal()


def tell(visit, what: str) -> None:
    """Send visit_changed once the transaction stands."""
    transaction.on_commit(partial(visit_changed.send, sender=type(visit), visit=visit, what=what))
