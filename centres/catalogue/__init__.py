"""Reference content of the network: facilities and what a UPHC starts with. May be loaded as often as one likes."""

from centres.catalogue.defaults import furnish
from centres.catalogue.facilities import load

__all__ = ["furnish", "load"]
