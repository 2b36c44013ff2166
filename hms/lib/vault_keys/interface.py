"""What every place for the vault's master key must do."""

from typing import NamedTuple, Protocol


class KeyMissing(Exception):
    """The master key named is not where the settings say, or does not open what it wrapped."""


class Wrapped(NamedTuple):
    """A data key as it may be stored: which master key wrapped it, and the wrapped bytes."""

    label: str
    blob: bytes


class KeyProvider(Protocol):
    """`current` names the master key that wraps from now on; older ones only unwrap."""

    @property
    def current(self) -> str: ...

    def wrap(self, key: bytes) -> Wrapped:
        """Raises KeyMissing."""
        ...

    def unwrap(self, wrapped: Wrapped) -> bytes:
        """Raises KeyMissing."""
        ...
