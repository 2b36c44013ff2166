"""Refusals around a slip, in words fit to show."""

from centres.errors import HmsError


class SlipError(HmsError):
    """Refused by the slip."""


class LinkRevoked(SlipError):
    """The same form printed before, and that print has been made useless since."""
