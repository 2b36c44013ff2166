"""The list of centres, and staff, as CSV: read, compared row by row with what is there, written only when asked to.

A row whose code is known changes that centre, another adds one. An empty cell leaves the value as it is, so a file of
`code,name_en,name_hi` is enough to supply the missing names. Cells are text: nothing in them is ever computed.
"""

from centres.imports import people
from centres.imports.applying import apply
from centres.imports.enrolling import enrol
from centres.imports.exporting import export
from centres.imports.reading import COLUMNS, MAX_ROWS, NotReadable, decode
from centres.imports.rows import Row, preview

__all__ = [
    "COLUMNS", "MAX_ROWS", "NotReadable", "Row", "apply", "decode", "enrol", "export", "people", "preview",
]  # fmt: skip
