"""What the pages of an import show: first rows with their problems, who may be on record, what was refused."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from registration.importing import facts as reader
from registration.importing import matching
from registration.importing.facts import Facts
from registration.likeness import likeness
from registration.models import ImportedRow, RegisterImport
from registration.selectors.likely import Likely, traits
from registration.services.importing.choosing import opened
from registration.services.importing.rows import KNOWN, judged, unsealed

PREVIEWED = 25
ASKED_SHOWN = 10
RUNS_SHOWN = 30
Out = ImportedRow.Outcome


@dataclass(frozen=True)
class Previewed:
    line: int
    facts: Facts
    likely: Likely | None
    is_known: bool  # taken over by an earlier run
    is_of_another: bool  # the register number is


def runs(centre) -> list[RegisterImport]:
    """The newest first (1 query)."""
    rows = RegisterImport.objects.for_centre(centre).select_related("chosen_by")
    return list(rows[:RUNS_SHOWN])


def first_rows(run: RegisterImport) -> list[list]:
    """[line, cells] of the first rows still kept (1 query)."""
    chunk = run.chunks.order_by("number").first()
    return opened(chunk)[:PREVIEWED] if chunk else []


def samples(run: RegisterImport, each: int = 3) -> list[list[str]]:
    """A few filled cells of every column."""
    rows = [cells for _line, cells in first_rows(run)]
    return [[cells[at] for cells in rows if cells[at]][:each] for at in range(len(run.headings))]


def preview(run: RegisterImport) -> list[Previewed]:
    """What the first rows say and what is wrong with them, with those who may be the same person (4 queries)."""
    rows = judged(run, first_rows(run), timezone.localdate())
    fine = [row.facts for row in rows if not row.outcome]
    likely = dict(zip(map(id, fine), matching.likely_on_record(fine), strict=True))
    return [
        Previewed(
            row.line, row.facts, likely.get(id(row.facts)), row.outcome == KNOWN, row.why == ImportedRow.Why.NUMBER
        )
        for row in rows
    ]


def asked(run: RegisterImport) -> list[ImportedRow]:
    """The next rows to answer, each with .facts and .likeness (1 query)."""
    rows = ImportedRow.objects.filter(run=run, outcome=Out.ASKED, said__isnull=False)
    found = list(rows.select_related("patient__registered_centre").order_by("line")[:ASKED_SHOWN])
    for row in found:
        row.facts = reader.read(unsealed(row), run.columns, _day(run))
        row.likeness = likeness(traits(row.facts), traits(row.patient))
    return found


def to_answer(run: RegisterImport) -> int:
    return ImportedRow.objects.filter(run=run, outcome=Out.ASKED).count()


def refused(run: RegisterImport):
    """Line, cells as they came, and the reason in the reader's language, row by row (1 query)."""
    rows = ImportedRow.objects.filter(run=run, outcome=Out.REFUSED, said__isnull=False).order_by("line")
    for row in rows.iterator(chunk_size=500):
        cells = unsealed(row)
        yield row.line, cells, _reason(row, cells, run)


def _reason(row: ImportedRow, cells: list[str], run: RegisterImport) -> str:
    if row.why != ImportedRow.Why.FACTS:
        return str(ImportedRow.Why(row.why).label)
    return reader.problem_words(reader.read(cells, run.columns, _day(run)))


def _day(run: RegisterImport) -> date:
    """An age without a day was said when the file was started, however late it is looked at."""
    return timezone.localdate(run.started_at or timezone.now())
