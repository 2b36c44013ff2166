"""What pages of figures share: the scope, the period, a file as an answer, pages of rows."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from centres.permissions import Permission
from centres.views.base import CentreView
from opd.reporting import periods
from opd.reporting.scope import Scope, scope_of

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ON_A_PAGE = 100


class FiguresView(CentreView):
    """`?at=UPHC-02` chooses a centre where the reader has several; days come as `?day=` or `?from=…&to=…`."""

    permission = Permission.FIGURES_VIEW

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.request)

    def asked_period(self) -> tuple[periods.Period, str]:
        return periods.asked({name: self.request.GET.get(name, "") for name in ("day", "from", "to")})

    def common(self, **more) -> dict:
        at = self.scope.at.code if self.scope.is_office and self.scope.at else ""
        return {"scope": self.scope, "at": at, "today": timezone.localdate(), **more}


def page_number(typed: str, pages: int) -> int:
    """Which of `pages` was asked for; the first for nonsense."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return min(max(number, 1), max(pages, 1))


def file_answer(content: bytes, kind: str, name: str) -> HttpResponse:
    """`name` without its ending; made of codes and days, never of what somebody typed."""
    response = HttpResponse(content, content_type=TYPES[kind])
    place = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{place}; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
