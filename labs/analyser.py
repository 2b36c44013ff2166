"""Reading what an analyser wrote into a CSV file: one line a value, by the number on the tube. Pure.

The file has a first line with names. `sample` is the barcode, `test` our test code or the analyser's own name for it,
`value` the number or words. Other columns are passed over. A second form has one line a tube and one column a test,
named by our codes: `sample,HB,TLC,PLT`.
"""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hms.lib.text import clean
from labs.errors import LabError

MOST_LINES = 500
LARGEST = 200_000  # bytes
SAMPLE = ("sample", "sample id", "sample_id", "barcode", "specimen id")
TEST = ("test", "parameter", "analyte", "test code")
VALUE = ("value", "result")


@dataclass(frozen=True)
class Reading:
    """One value as the file has it. `line` counts from 1, the line of names being the first."""

    line: int
    sample: str
    test: str
    value: str


def read(content: bytes) -> list[Reading]:
    """Every value of the file. Raises LabError, in words fit to show, for a file that cannot be this."""
    if len(content) > LARGEST:
        raise LabError(_("This file is too large: at most 200 KB."), field="file")
    rows = list(_rows(_text(content)))
    if not rows:
        raise LabError(_("This file is empty."), field="file")
    names = [clean(name).lower() for name in rows[0][1]]
    readings = list(_readings(names, [clean(name) for name in rows[0][1]], rows[1:]))
    if not readings:
        raise LabError(_("No value stands in this file."), field="file")
    if len(readings) > MOST_LINES:
        raise LabError(_("At most %(count)d values at once.") % {"count": MOST_LINES}, field="file")
    return readings


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LabError(_("This is not a text file. Save it as CSV."), field="file")


def _rows(text: str):
    if "\x00" in text:
        raise LabError(_("This is not a text file. Save it as CSV."), field="file")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        raise LabError(_("This is not a text file. Save it as CSV."), field="file") from error


def _readings(names: list[str], written: list[str], rows):
    sample = _column(names, SAMPLE)
    if sample is None:
        raise LabError(_("The first line must name the columns: sample, test, value."), field="file")
    test, value = _column(names, TEST), _column(names, VALUE)
    for line, row in rows:
        cells = dict(enumerate(clean(cell) for cell in row))
        tube = cells.get(sample, "")
        if test is not None and value is not None:
            yield Reading(line, tube, cells.get(test, ""), cells.get(value, ""))
            continue
        for column, name in enumerate(written):
            if column != sample and cells.get(column):
                yield Reading(line, tube, name, cells[column])


def _column(names: list[str], known: tuple[str, ...]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)
