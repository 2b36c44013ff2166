"""The list as a file that can be changed and imported again."""

import csv
import io

from centres.imports.reading import COLUMNS, FORMULA, IGNORED


def export(centres) -> str:
    """The list as a file that can be imported again. Cells that a spreadsheet would compute are quoted."""
    out = io.StringIO()
    out.write("\ufeff")  # tells spreadsheets that this is UTF-8
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *IGNORED])
    for centre in centres:
        writer.writerow([harmless(getattr(centre, name)) for name in (*COLUMNS, *IGNORED)])
    return out.getvalue()


def harmless(value) -> str:
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(FORMULA) else cell
