"""The live board: the day's numbers for a centre or the district, each opening its rows, with charts by the hour."""

from django.db.models import F
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import audit
from centres.models import Centre
from labs.bars import bars
from opd.models import Medicine
from opd.reporting import board, register
from opd.reporting.periods import Period
from opd.views.reporting.base import ON_A_PAGE, FiguresView, page_number

WHAT = {
    "registered": gettext_lazy("Registered"),
    "waiting": gettext_lazy("Waiting"),
    "called": gettext_lazy("Called to the doctor: waits and stays"),
    "pending": gettext_lazy("Tests pending"),
    "released": gettext_lazy("Results released"),
    "out": gettext_lazy("Referred"),
    "arrived": gettext_lazy("Arrived at the hospital"),
    "back": gettext_lazy("Came back with a note"),
    "avoidable": gettext_lazy("Avoidable referrals"),
    "stock": gettext_lazy("Medicines out of stock"),
    "offline": gettext_lazy("Silent computers"),
}
KINDS = {
    "registered": "visits", "waiting": "visits", "called": "called", "pending": "orders", "released": "results",
    "stock": "stock",
    "offline": "offline",
}  # fmt: skip


class BoardBase(FiguresView):
    def day(self) -> Period:
        period, _problem = self.asked_period()
        return Period(period.last, period.last)

    def figures(self) -> dict:
        period, today = self.day(), timezone.localdate()
        found = board.board(self.scope.chosen, period)
        lines = found.lines if len(found.lines) > 1 else []
        not_live = sum(not line.registered and centre.stage != Centre.Stage.LIVE for centre, line in lines)
        return self.common(
            not_live=not_live,
            board=found, total=found.total, lines=lines, period=period, is_today=period.last == today,
            charts=charts(found.hours), now=timezone.now(), what=WHAT, day=period.last.isoformat(),
        )  # fmt: skip


class LiveBoard(BoardBase):
    def get(self, request):
        return render(request, "opd/reporting/board.html", self.figures())


class LiveBoardNow(BoardBase):
    """The same numbers again, asked for by the page itself."""

    is_background = True

    def get(self, request):
        return render(request, "opd/reporting/_board.html", self.figures())


def charts(hours) -> list[dict]:
    """Registered, wait and stay by the hour; a chart without any value is left out."""
    drawn = [
        (_("Registered by hour"), [(f"{one.hour}", one.registered, f"{one.registered}") for one in hours]),
        (_("Median wait to the doctor by hour, minutes"), [(f"{h.hour}", h.wait or 0, _said(h.wait)) for h in hours]),
        (_("Median whole stay by hour, minutes"), [(f"{h.hour}", h.stay or 0, _said(h.stay)) for h in hours]),
    ]
    return [{"label": label, "chart": chart} for label, values in drawn if (chart := bars(values))]


def _said(value) -> str:
    return "–" if value is None else f"{value}"


class BoardRows(BoardBase):
    """`?what=waiting&day=…`: the rows behind one number of the board."""

    def get(self, request):
        what, period, scope = request.GET.get("what", ""), self.day(), self.scope
        if what not in WHAT:
            return redirect("opd:figures-board", centre=self.centre.code)
        if what == "stock":
            rows = list(shelves(scope.chosen))
        elif what == "offline":
            rows = list(board.silent(scope.chosen).select_related("centre"))
        else:
            rows = board.rows_behind(scope.chosen, period)[what][0]
        total = len(rows) if isinstance(rows, list) else rows.count()
        pages = -(-total // ON_A_PAGE)
        page = page_number(request.GET.get("page", ""), pages)
        part = slice((page - 1) * ON_A_PAGE, page * ON_A_PAGE)
        audit.record(
            "figures.rows_read", by=request.user, centre=self.centre, form="board", line=what, days=period.words,
            of=scope.codes,
        )  # fmt: skip
        context = self.common(
            rows=rows[part] if isinstance(rows, list) else shown(what, rows, part), total=total, page=page,
            pages=pages, period=period, title=WHAT[what], what=what, of=KINDS.get(what, "referrals"),
        )  # fmt: skip
        return render(request, "opd/reporting/board_rows.html", context)


def shown(what, rows, part: slice) -> list:
    kind = KINDS.get(what, "referrals")
    return register.part(rows, part) if kind == "visits" else list(_with_more(kind, rows)[part])


def _with_more(kind, rows):
    if kind == "called":
        waited = {"waited": F("called_at") - F("registered_at"), "stayed": F("done_at") - F("registered_at")}
        return rows.select_related("patient", "centre", "called_by").annotate(**waited).order_by("-waited", "pk")
    if kind == "orders":
        return rows.select_related("test", "visit__patient", "visit__centre").order_by("ordered_at")
    if kind == "results":
        return rows.select_related("order__test", "order__visit__patient", "released_by").order_by("released_at")
    return rows.select_related("visit__patient", "visit__centre", "to_centre").order_by("referred_at")


def shelves(centres):
    """(centre, medicine) of every empty shelf, in the order of centres (2 queries)."""
    rows = list(board.empty_shelves(centres))
    medicines = Medicine.objects.in_bulk({row["medicine"] for row in rows})
    by_key = {centre.pk: centre for centre in centres}
    found = [(by_key[row["centre"]], medicines[row["medicine"]]) for row in rows]
    return sorted(found, key=lambda pair: (pair[0].code, pair[1].name_en))
