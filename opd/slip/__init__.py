"""The slip: one object, three surfaces."""

from opd.slip.content import Audience, Slip, content

__all__ = ["Audience", "Slip", "content"]
