"""The key above the vault's keys: in a file, in the environment or in a hardware module, behind one interface.

A provider never encrypts numbers. It wraps the vault's data keys (32 bytes each), which stand wrapped beside the data.
"""

from .choose import provider
from .interface import KeyMissing, KeyProvider, Wrapped

__all__ = ["KeyMissing", "KeyProvider", "Wrapped", "provider"]
