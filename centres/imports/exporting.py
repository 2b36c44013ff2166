"""The list as a file that can be changed and imported again."""

import csv
import io

from centres.imports.reading import COLUMNS, IGNORED
from hms.lib.sheets import harmless


def export(centres) -> str:
    """The list as a file that can be imported again. Cells that a spreadsheet would compute are quoted."""
    out = io.StringIO()
    out.write("\ufeff")  # tells spreadsheets that this is UTF-8
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *IGNORED])
    for centre in centres:
        writer.writerow([harmless(getattr(centre, name)) for name in (*COLUMNS, *IGNORED)])
    return out.getvalue()
