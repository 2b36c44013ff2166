"""Examination: what is found in a healthy person by one press, so that only the rest is typed."""

from django.utils.translation import get_language

from opd.entry.entered import Entered
from opd.models import DosagePhrase

ALL = ("GEN", "CHEST", "HEART", "ABD")


def add_examination(draft: dict, code: str) -> Entered:
    """Write the normal finding of one system, or of the usual four with "ALL" (1 query).

    Pressed again it is taken away; a line about that system which was changed by hand stays.
    """
    rows = {row.code: row for row in DosagePhrase.objects.filter(group="exam")}
    wanted = [rows[key] for key in (ALL if code == "ALL" else (code,)) if key in rows]
    lines = [line for line in draft["examination"].split("\n") if line]
    normal = [row.text_hi if get_language() == "hi" else row.text_en for row in wanted]
    if normal and all(text in lines for text in normal):
        lines = [line for line in lines if line not in normal]
    else:
        begun = {line.partition(":")[0] for line in lines}
        lines += [text for text in normal if text.partition(":")[0] not in begun]
    return Entered({**draft, "examination": "\n".join(lines)})
