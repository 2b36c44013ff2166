"""Papers and files that a reader gets at once, and what they are called."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib import pdf
from opd.reporting import counting, making, register
from opd.reporting.periods import Period
from opd.reporting.scope import Scope

COLUMN_WORDS = {
    "n": gettext_lazy("Number"),
    "tested": gettext_lazy("Tested"),
    "positive": gettext_lazy("Found positive"),
    "male_under_5": gettext_lazy("Male under 5"),
    "male_5": gettext_lazy("Male 5 and older"),
    "female_under_5": gettext_lazy("Female under 5"),
    "female_5": gettext_lazy("Female 5 and older"),
    "total": gettext_lazy("Total"),
}
PRINT_AT_ONCE = 3  # days of one centre's register that a reader can wait for; longer books are made as a job


def register_pdf(scope: Scope, period: Period) -> bytes:
    return making.book(scope, period, list(register.with_everything(register.visits(scope.chosen, period))))


def file_name(what: str, scope: Scope, period: Period) -> str:
    return f"{what}-{scope.codes}-{period.first:%Y%m%d}-{period.last:%Y%m%d}".lower()


def form_pdf(context: dict, *, is_demo: bool) -> bytes:
    """A form on A4, Hindi first; `context` is the page's."""
    with translation.override("hi"):
        html = render_to_string("opd/reporting/form_print.html", {**context, "language": "hi"})
        return pdf.render(html, css_name=("form",), is_demo=is_demo)


def form_table(form: str, page) -> tuple[list[str], list[list]]:
    """Head and rows of a form for a spreadsheet; what is not recorded here says so in words."""
    columns = counting.COLUMNS[form]
    head = [_("Code"), _("Line"), *(str(COLUMN_WORDS[name]) for name in columns), _("Changed since it was sent")]
    rows = []
    for row in page.rows:
        numbers = {cell.column: cell for cell in row.cells}
        said = _("not recorded here: %(why)s") % {"why": row.why} if row.why else ""
        late = "; ".join(f"{cell.sent} → {cell.now}" for cell in row.cells if cell.is_amended)
        values = [numbers[name].n if name in numbers else "" for name in columns]
        rows.append([row.line.code, row.line.name, *(values if numbers else [said, *values[1:]]), late])
    return head, rows
