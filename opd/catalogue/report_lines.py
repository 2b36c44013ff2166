"""The lines of HMIS and IDSP, checked against what the catalogues can name."""

from labs.models import Test
from opd.models import Diagnosis, ReportLine

WRITTEN = ["name_en", "name_hi", "rule", "codes", "options", "not_here", "position", "source", "is_reviewed"]


def load(rows: list[dict[str, str]]) -> int:
    """Bring the lines into the database; a second run changes nothing (3 queries).

    A line whose codes no catalogue knows can never be counted: it says so instead of printing zero for ever.
    """
    known = {*Diagnosis.objects.values_list("code", flat=True), *Test.objects.values_list("code", flat=True)}
    lines = [_line(row, known) for row in rows]
    ReportLine.objects.bulk_create(lines, update_conflicts=True, unique_fields=["form", "code"], update_fields=WRITTEN)
    return len(lines)


def _line(row: dict[str, str], known: set[str]) -> ReportLine:
    wanted = row["codes"].split()
    can_count = row["rule"] and (not wanted or known & set(wanted))
    return ReportLine(
        form=row["form"],
        code=row["code"],
        name_en=row["name_en"],
        name_hi=row["name_hi"],
        rule=row["rule"] if can_count else "",
        codes=[code for code in wanted if code in known],
        options=dict(pair.split("=") for pair in row["options"].split(";") if pair),
        not_here="" if can_count else row["not_here"] or ReportLine.NotHere.NO_CODE,
        position=int(row["position"]),
        source=row["source"],
        is_reviewed=row["reviewed"] == "yes",
    )
