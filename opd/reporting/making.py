"""How a file of an export is made, a few hundred rows at a time, saying how far it is."""

from collections.abc import Callable, Iterator

from django.template.loader import render_to_string
from django.utils import timezone, translation

from centres.models import Centre
from hms.lib import pdf, sheets
from opd.models import Export
from opd.reporting import register
from opd.reporting.periods import Period, read_day
from opd.reporting.scope import Scope
from registration.models import Visit

CHUNK = 500
MOST_ROWS = {"csv": 100_000, "xlsx": 50_000, "pdf": 4_000}  # a file that opens on an office's PC; 270 pages of paper


def asked_for(export: Export) -> tuple[Scope, Period]:
    """The scope and the period as they were when the file was asked for (1 query)."""
    asked = export.asked
    centres = list(Centre.objects.filter(code__in=asked["centres"]))
    scope = Scope(centres, centres[0] if asked["at"] else None, asked["names"], is_office=asked["office"])
    return scope, Period(read_day(asked["first"]), read_day(asked["last"]))


def make(export: Export, say: Callable[[int], None]) -> bytes:
    """The file's bytes; `say` hears how many rows are read."""
    scope, period = asked_for(export)
    with translation.override("hi" if export.format == "pdf" else export.asked["language"]):
        rows = _read(scope, period, say)
        if export.format == "pdf":
            return book(scope, period, list(rows))
        head, cells = register.table(scope.has_names)
        lines = map(cells, rows)
        if export.format == "csv":
            return sheets.to_csv(head, lines)
        return sheets.to_xlsx(period.words, head, lines)


def book(scope: Scope, period: Period, rows: list[Visit]) -> bytes:
    """The book on A4 lying: daily and yearly serials, a total on every page and the total up to there."""
    context = {"scope": scope, "period": period, "pages": register.pages(rows), "printed_at": timezone.now()}
    with translation.override("hi"):
        html = render_to_string("opd/reporting/register_print.html", context)
        return pdf.render(html, css_name=("register", "opd_register"), is_demo=scope.is_demo)


def _read(scope: Scope, period: Period, say) -> Iterator[Visit]:
    keys = list(register.visits(scope.chosen, period).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        part = Visit.objects.filter(pk__in=keys[start : start + CHUNK])
        found = {visit.pk: visit for visit in register.with_everything(part)}
        yield from (found[key] for key in keys[start : start + CHUNK] if key in found)
        say(min(start + CHUNK, len(keys)))
