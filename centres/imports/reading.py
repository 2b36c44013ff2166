"""From bytes to rows of cells, refusing what is not a CSV file of ours."""

import csv
import io

from django.utils.translation import gettext as _

from centres.errors import CentresError
from hms.lib import sheets

MAX_BYTES = 500_000
MAX_ROWS = 1000
COLUMNS = [
    *("code", "short_code", "name_en", "name_hi", "kind", "tier", "phase"),
    *("district", "ward", "locality", "pincode", "latitude", "longitude"),
    *("phone", "fee_rupees", "slip_valid_days"),
]
# Columns of our own download that say something to the reader and are not taken back.
IGNORED = ("stage", "source")


class NotReadable(CentresError):
    """The file as a whole cannot be taken."""


def decode(content: bytes) -> str:
    """The file's text. Raises NotReadable in words that say what to do."""
    if len(content) > MAX_BYTES:
        raise NotReadable(_("The file is too large: at most %(size)d kB.") % {"size": MAX_BYTES // 1000}, field="file")
    if content[:2] in (b"PK", b"\xd0\xcf"):
        raise NotReadable(_("This is a spreadsheet. Save it as CSV (UTF-8) first."), field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable(_("The file is not UTF-8. In the spreadsheet choose “CSV UTF-8”."), field="file") from None
    if "\0" in text:
        raise NotReadable(_("The file holds signs that do not belong into a CSV file."), field="file")
    return text


def lines(
    text: str, columns=COLUMNS, must=("code",), *, ignored=IGNORED, at_most=MAX_ROWS
) -> list[tuple[int, dict[str, str]]]:
    """Every row that is not empty, with its line's number. Raises NotReadable."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", strict=True)
        names = [(name or "").strip().lower() for name in reader.fieldnames or []]
        _check_columns(names, columns, must, ignored)
        reader.fieldnames = names
        read = [(reader.line_num, _cells(cells, columns)) for cells in reader]
    except csv.Error:
        raise NotReadable(_("The file is not a proper CSV: a quotation mark is left open."), field="file") from None
    found = [(number, cells) for number, cells in read if any(cells.values())]
    if not found:
        raise NotReadable(_("The file has no rows under its first line."), field="file")
    if len(found) > at_most:
        raise NotReadable(_("Too many rows: at most %(rows)d.") % {"rows": at_most}, field="file")
    return found


def _check_columns(names: list[str], columns, must, ignored) -> None:
    for name in must:
        if name not in names:
            words = _("The first line must name the columns, and one of them must be “%(name)s”.") % {"name": name}
            raise NotReadable(words, field="file")
    unknown = [name for name in names if name not in {*columns, *ignored}]
    if unknown or len(set(names)) < len(names):
        raise NotReadable(
            _("Columns not known or given twice: %(names)s.") % {"names": ", ".join(unknown[:5]) or "–"}, field="file"
        )


def _cells(cells: dict, columns) -> dict[str, str]:
    return {name: _plain(value) for name, value in cells.items() if name in columns}


def _plain(value) -> str:
    return sheets.plain((value or "").strip())
