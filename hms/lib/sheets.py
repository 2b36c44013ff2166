"""Tables as files for spreadsheets. A cell that a spreadsheet would compute is written as plain text.

Source: OWASP, CSV injection: a cell that begins with = + - @, a tab or a line break may be run as a formula.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
FULL_WIDTH = str.maketrans({"＝": "=", "＋": "+", "－": "-", "＠": "@"})  # spreadsheets read these as the plain signs
WIDEST = 48  # characters of a column in a workbook


def harmless(value) -> str:
    """The cell as text that stays text. Numbers come through as they are, a minus sign included."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    first = text.lstrip(" \u00a0\u200b\ufeff").translate(FULL_WIDTH)
    return f"'{text}" if first.startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def plain(cell: str) -> str:
    """A cell as it was meant: the quote that `harmless` put before a formula is taken off again."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) != cell[1:] else cell


def to_csv(head: Iterable[str], rows: Iterable[Iterable]) -> bytes:
    """UTF-8 with the mark that makes spreadsheets read it as such."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def to_xlsx(title: str, head: Iterable[str], rows: Iterable[Iterable], *, notes: Iterable[str] = ()) -> bytes:
    """One sheet: notes on top, a bold head that stays in view, numbers as numbers and everything else as text."""
    book, notes, head = Workbook(write_only=True), list(notes), list(head)
    sheet = book.create_sheet("".join(letter for letter in title if letter not in r"[]:*?/\'")[:31] or "1")
    sheet.freeze_panes = f"A{len(notes) + 2}"
    for place, words in enumerate(head, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(9, len(str(words)) + 3))
    for note in notes:
        sheet.append([_text(sheet, note)])
    sheet.append([_bold(sheet, words) for words in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet, value):
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return _text(sheet, value)


def _text(sheet, value) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=harmless(value))
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _bold(sheet, words) -> WriteOnlyCell:
    cell = _text(sheet, words)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell
