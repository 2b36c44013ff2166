"""What stands behind a number: the rows themselves, as far as the reader's rights go."""

from django.db.models import QuerySet

from labs.models import Result
from opd.models import Medicine, ReportLine
from opd.reporting import counting, lines, register
from opd.reporting.periods import Period
from registration.models import Visit

VISITS, RESULTS, MEDICINES = "visits", "results", "medicines"


def kind_of(line: ReportLine) -> str:
    if line.rule in counting.STOCK:
        return MEDICINES
    return RESULTS if line.rule in {"test", "lab"} else VISITS


def behind(line: ReportLine, column: str, centres, period: Period) -> QuerySet:
    """The rows that one number counts."""
    found = lines.columns(line).get(column)
    if found is not None:
        rows = lines.ROWS[found.kind](centres, period).filter(found.condition)
        keys = rows.order_by().values("pk")
        return Visit.objects.filter(pk__in=keys) if found.kind == lines.VISITS else Result.objects.filter(pk__in=keys)
    return with_keys(line, _counted(line, column, centres, period))


def _counted(line, column, centres, period) -> list[int]:
    """Of lines that no single condition picks; centre by centre, because only there rows have keys."""
    keys: list[int] = []
    for centre in centres:
        for one in counting.count(line.form, [centre], period):
            if one.line.pk == line.pk and column in one.cells:
                keys += one.cells[column].rows
    return keys


def with_keys(line: ReportLine, keys) -> QuerySet:
    """The rows of a line by their keys, as a submission keeps them."""
    model = {VISITS: Visit, RESULTS: Result, MEDICINES: Medicine}[kind_of(line)]
    return model.objects.filter(pk__in=list(keys))


def shown(line: ReportLine, rows: QuerySet) -> QuerySet:
    """In reading order, with everything a page shows of them."""
    kind = kind_of(line)
    if kind == VISITS:
        return register.with_everything(rows.order_by("visit_on", "centre__code", "daily_serial"))
    if kind == RESULTS:
        with_it = rows.select_related("order__test", "order__visit__patient", "order__visit__centre", "released_by")
        return with_it.order_by("released_at", "pk")
    return rows.order_by("name_en", "presentation")
