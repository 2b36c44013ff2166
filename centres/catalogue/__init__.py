"""Reference content of the network: facilities and what a UPHC starts with. May be loaded as often as one likes."""

from centres.catalogue import facilities, readiness
from centres.catalogue.defaults import furnish


def load() -> dict[str, int]:
    """Facilities and the readiness list; counts by what they are."""
    done = facilities.load()
    return {**done, **{f"readiness points {what}": count for what, count in readiness.load().items()}}


__all__ = ["furnish", "load"]
