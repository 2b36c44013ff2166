"""Reads across the laboratory's models."""

from labs.selectors.amendments import unread_amendments, with_changes
from labs.selectors.critical import critical_not_told, overdue
from labs.selectors.grid import GridRow, grid
from labs.selectors.history import history, previous_values
from labs.selectors.lines import Group, Line, Shown, slip_lines
from labs.selectors.offers import Offer, Offers, PanelOffer, offered
from labs.selectors.runs import rows_of, run, runs, sections
from labs.selectors.worklist import counts, next_step, worklist

__all__ = [
    "GridRow",
    "Group",
    "Line",
    "Offer",
    "Offers",
    "PanelOffer",
    "Shown",
    "counts",
    "critical_not_told",
    "grid",
    "history",
    "next_step",
    "offered",
    "overdue",
    "previous_values",
    "rows_of",
    "run",
    "runs",
    "sections",
    "slip_lines",
    "unread_amendments",
    "with_changes",
    "worklist",
]
