"""Reference content of the consulting room: CSV files with their sources, loaded as often as one likes."""

from opd.catalogue.loading import load

__all__ = ["load"]
