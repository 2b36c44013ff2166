"""How long a registration took: the server signs the start, the browser brings it back."""

import time

from hms.lib import crypto

LONGEST = 3600  # seconds; after that somebody went for lunch and it says nothing


def start(user) -> str:
    return crypto.sign(str(int(time.time())), purpose="stopwatch", owner=user.pk)


def seconds(started: str, user) -> int | None:
    """Seconds since start(); None when it was not ours, not this person's, or too long ago."""
    try:
        began = int(crypto.read_signed(started, purpose="stopwatch", owner=user.pk, max_age=LONGEST))
    except crypto.BadSignature:
        return None
    return max(0, int(time.time()) - began)


def began_at(started: str, user) -> str:
    """A start carried over a refused form, or a new one."""
    return started if seconds(started, user) is not None else start(user)
