"""From a file's bytes to rows of text, refusing what is too large, packed too tight, or no table.

Cells are text: a formula is never computed, of a workbook the values last shown are read. An Aadhaar number is masked
here, at the door: no column takes one, and nothing behind this module ever sees it (ADR 0012).
"""

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from hms.lib import ids
from hms.lib.dates import format_day
from hms.lib.sheets import DANGEROUS
from registration.errors import RegistrationError
from registration.importing import columns

MAX_BYTES = 10_000_000  # deploy/nginx lets 11 MB through
MAX_ROWS = 50_000
MAX_COLUMNS = 60
MAX_CELL = 500  # letters; the rest of a longer cell is cut off, and its row refused
MAX_UNPACKED = 200_000_000  # of a workbook, which is a ZIP file
MAX_RATIO = 200  # real workbooks unpack to 5 to 20 times their size
MAX_PARTS = 500
SHORTEST = 12  # letters of a cell that can hold an Aadhaar number


class NotReadable(RegistrationError):
    """The file as a whole cannot be taken."""

    def __init__(self, message):
        super().__init__(message, field="file")


@dataclass(frozen=True)
class Table:
    """`lines[n]` is where row n stands in the file, as a spreadsheet counts."""

    headings: list[str]
    rows: list[list[str]]
    lines: list[int]


def read(content: bytes) -> Table:
    """Raises NotReadable in words that say what to do."""
    if len(content) > MAX_BYTES:
        raise NotReadable(_("The file is too large: at most %(size)d MB.") % {"size": MAX_BYTES // 1_000_000})
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise NotReadable(
            _("This is an old or locked Excel file. Open it, remove the password, save it as .xlsx or CSV.")
        )
    raw = _workbook(content) if content[:2] == b"PK" else _text(content)
    return _table(raw)


def _table(raw) -> Table:
    """The first line with anything in it names the columns; empty rows are left out, their numbers are not."""
    numbered = ((line, row) for line, row in enumerate(raw, 1) if any(row))
    _line, headings = next(numbered, (0, []))
    if len(headings) < 2:
        raise NotReadable(_("The first line must name the columns, and there must be at least two of them."))
    if len(headings) > MAX_COLUMNS:
        raise NotReadable(_("Too many columns: at most %(most)d.") % {"most": MAX_COLUMNS})
    found = list(islice(numbered, MAX_ROWS + 1))
    if not found:
        raise NotReadable(_("The file has no rows under its first line."))
    if len(found) > MAX_ROWS:
        raise NotReadable(_("Too many rows: at most %(most)d. Split the file into two.") % {"most": MAX_ROWS})
    headings = [ids.redact(text)[:80] for text in headings]
    phones = columns.guess(headings).get("phone")
    width = len(headings)
    rows = [
        [_masked(cell, is_phone=at == phones) for at, cell in enumerate([*row, *[""] * width][:width])]
        for _line, row in found
    ]
    return Table(headings, rows, [line for line, _row in found])


def _masked(cell: str, *, is_phone: bool) -> str:
    """A mobile with 91 before it may look like an Aadhaar number; in the column of mobiles it is one."""
    if len(cell) < SHORTEST:
        return cell
    if is_phone:
        try:
            return ids.parse_phone(cell)
        except ids.InvalidId:
            pass
    return ids.redact(cell)


def _text(content: bytes):
    text = _decoded(content)
    head = text.partition("\n")[0]
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
        yield from ([_plain(cell) for cell in row] for row in reader)
    except csv.Error:
        raise NotReadable(_("The file is not a proper CSV: a quotation mark is left open.")) from None


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark. Hindi in any other coding cannot be known for sure."""
    try:
        coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        text = content.decode(coding)
    except UnicodeDecodeError:
        raise NotReadable(
            _("The letters of this file cannot be read for sure. In the spreadsheet choose “Save as”, “CSV UTF-8”.")
        ) from None
    if "\0" in text:
        raise NotReadable(_("This is no table. Choose a .csv or .xlsx file."))
    return text


def _workbook(content: bytes):
    _check_packing(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says about its own size is not believed
        for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
            cells = [_shown(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except NotReadable:
        raise
    except Exception as error:  # a hostile or broken workbook fails in ways openpyxl does not list
        raise NotReadable(
            _("This workbook cannot be read. Open it, save it anew as .xlsx or CSV, choose it again.")
        ) from error


def _check_packing(content: bytes) -> None:
    """A few kilobytes can unpack to gigabytes. zipfile reads no more of a part than its entry says."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise NotReadable(_("This is no table. Choose a .csv or .xlsx file.")) from None
    whole = sum(part.file_size for part in parts)
    packed_tight = whole > 5_000_000 and any(part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
    if len(parts) > MAX_PARTS or whole > MAX_UNPACKED or packed_tight:
        raise NotReadable(_("This workbook is packed in a way that no register is. Save it as CSV and choose that."))
    if any(_has_entities(packed, part) for part in parts):
        raise NotReadable(_("This workbook is packed in a way that no register is. Save it as CSV and choose that."))
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise NotReadable(_("This is no table. Choose a .csv or .xlsx file."))


def _has_entities(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Office writes no document type; who does wants entities, which grow or fetch."""
    try:
        with packed.open(part) as text:
            return b"<!DOCTYPE" in text.read(4096).replace(b"\0", b"").upper()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, zlib.error):
        return True  # locked, or broken


def _shown(value) -> str:
    """A workbook's value as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return format_day(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _plain(str(value))


def _plain(cell: str) -> str:
    """A cell as meant: the quote that keeps a formula harmless in a spreadsheet is taken off again."""
    cell = cell.strip()[: MAX_CELL + 1]
    return cell[1:] if cell.startswith("'") and cell[1:2] in DANGEROUS else cell
