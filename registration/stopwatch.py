"""How long a registration took: the server signs the opening, the browser brings it back with the form.

The start says when, how (typed or from a scan) and at which open computer, so that saving asks the database nothing.
What cannot be true counts as not known: a start that is not ours or somebody else's, one from before a meal, and a new
person typed in less time than anybody can type.
"""

import time
from dataclasses import dataclass

from hms.lib import crypto
from registration.models import Visit

LONGEST = 30 * 60  # seconds; after that somebody went away and it says nothing
SHORTEST_TYPED = 5  # seconds for a new person's form; quicker is a script, or a form filled in elsewhere


@dataclass(frozen=True)
class Reading:
    """`seconds` None and `entry` empty: not known."""

    seconds: int | None = None
    entry: str = ""
    workstation_id: int | None = None

    def for_new(self) -> "Reading":
        """The same for a new person's form, where a few seconds cannot be true."""
        too_short = self.seconds is not None and self.seconds < SHORTEST_TYPED and self.entry == Visit.Entry.TYPED
        return Reading(None, self.entry, self.workstation_id) if too_short else self


def start(user, *, entry: str = "typed", workstation=None) -> str:
    place = workstation.pk if workstation else ""
    return crypto.sign(f"{int(time.time())}.{entry}.{place}", purpose="stopwatch", owner=user.pk)


def read(started: str, user) -> Reading:
    """What the form brought back."""
    try:
        said = crypto.read_signed(started, purpose="stopwatch", owner=user.pk, max_age=LONGEST)
    except crypto.BadSignature:
        return Reading()
    began, entry, place = said.split(".")
    return Reading(max(0, int(time.time()) - int(began)), entry, int(place) if place else None)
