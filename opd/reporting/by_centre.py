"""A form of many centres line by line: one number for each centre and line, the same as that centre's own form says."""

from collections import Counter, defaultdict

from django.db.models import Count

from opd.models import Form, ReportLine
from opd.reporting import closed, counting
from opd.reporting import lines as rules
from opd.reporting.periods import Period

SHOWN = {Form.HMIS: "n", Form.IDSP_P: "n", Form.IDSP_L: "positive", Form.IDSP_S: "total"}  # column of the number


def counted_lines(form: str) -> list[ReportLine]:
    """The lines that are counted here; stock is no sum of rows and stands on each centre's own form."""
    return list(ReportLine.objects.filter(form=form).exclude(rule__in=["", "remark", *counting.STOCK]))


def counts(form: str, lines: list[ReportLine], centres, period: Period) -> dict[int, Counter]:
    """{centre: {line code: n}} (at most 5 queries, and one for each centre of form S)."""
    found: dict[int, Counter] = defaultdict(Counter)
    for (centre, _day), content in closed.figures("forms", centres, period).items():
        for code, columns in content.get(form, {}).items():
            found[centre][code] += columns.get(SHOWN[form], 0)
    _results(form, lines, centres, period, found)
    if form == Form.IDSP_S:
        for centre in centres:
            for code, cells in counting.by_syndrome(lines, [centre], period, False).items():
                found[centre.pk][code] = cells[SHOWN[form]].n
    return found


def _results(form, lines, centres, period, found) -> None:
    wanted = {line.code: rules.columns(line).get(SHOWN[form]) for line in lines}
    wanted = {code: column for code, column in wanted.items() if column and column.kind == rules.RESULTS}
    if not wanted:
        return
    path = rules.CENTRE[rules.RESULTS]
    made = {
        f"c{place}": Count("pk", filter=column.condition, distinct=True) for place, column in enumerate(wanted.values())
    }
    for row in rules.results(centres, period).order_by().values(path).annotate(**made):
        for place, code in enumerate(wanted):
            found[row[path]][code] = row[f"c{place}"]
