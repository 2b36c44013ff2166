"""Names in two scripts and many spellings: shown in both, found by either.

The keys are for finding people. They are never proof that two people are one.
"""

from .devanagari import to_devanagari
from .keys import name_key, name_keys, search_keys, telling_keys
from .roman import devanagari_to_roman

__all__ = ["devanagari_to_roman", "name_key", "name_keys", "search_keys", "telling_keys", "to_devanagari"]
