"""The line list of form L: who was found positive in the week, by slip number where names are not due."""

from dataclasses import dataclass

from labs.models import Result
from opd.models import Form, ReportLine
from opd.reporting import lines
from opd.reporting.periods import Period
from opd.reporting.scope import Scope


@dataclass(frozen=True)
class Positive:
    line: ReportLine
    result: Result


def of(scope: Scope, period: Period) -> list[Positive]:
    """In the order in which they were released (2 queries)."""
    by_test = {code: line for line in ReportLine.objects.filter(form=Form.IDSP_L, rule="lab") for code in line.codes}
    rows = lines.results(scope.chosen, period).filter(order__test__code__in=by_test, flag="A")
    rows = rows.select_related("order__test", "order__visit__patient", "released_by")
    return [Positive(by_test[row.order.test.code], row) for row in rows]
