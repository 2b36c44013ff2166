"""Reads across the laboratory's models."""

from labs.selectors.grid import GridRow, grid
from labs.selectors.history import history, previous_values
from labs.selectors.lines import Group, Line, Shown, slip_lines
from labs.selectors.offers import Offer, Offers, PanelOffer, offered
from labs.selectors.runs import rows_of, run, runs, sections
from labs.selectors.worklist import counts, critical_not_told, next_step, worklist

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
    "previous_values",
    "rows_of",
    "run",
    "runs",
    "sections",
    "slip_lines",
    "worklist",
]
