"""The catalogue as files: loaded by code, may run twice, never touches what a released report says."""

from labs.catalogue.defaults import offer_defaults
from labs.catalogue.load import load

__all__ = ["load", "offer_defaults"]
