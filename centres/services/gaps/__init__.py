"""Gaps: found, answered, moved on, merged, verified with evidence."""

from centres.services.gaps.finding import add, from_inspection
from centres.services.gaps.mending import answer, change, merge, move
from centres.services.gaps.reminding import remind
from centres.services.gaps.steps import set_state

__all__ = ["add", "answer", "change", "from_inspection", "merge", "move", "remind", "set_state"]
