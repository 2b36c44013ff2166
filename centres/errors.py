"""Refusals in words fit to show. Every app's errors subclass HmsError."""


class HmsError(Exception):
    """`str(error)` is a translated sentence for the person at the screen; `field` names the box it belongs to."""

    def __init__(self, message="", *, field: str | None = None):
        super().__init__(message)
        self.field = field


class CentresError(HmsError):
    """Refused by the centres app."""


class Conflict(HmsError):
    """Somebody else changed the row first. Nothing was written."""
