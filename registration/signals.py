"""What registration tells the apps above it. Sent after the commit, never inside the transaction."""

from functools import partial

from django.db import transaction
from django.dispatch import Signal

# visit: the Visit as saved
# what: "opened", "called", "recalled", "away", "finished", "cancelled", "transferred", "slip"
visit_changed = Signal()


def tell(visit, what: str) -> None:
    """Send visit_changed once the transaction stands."""
    transaction.on_commit(partial(visit_changed.send, sender=type(visit), visit=visit, what=what))
