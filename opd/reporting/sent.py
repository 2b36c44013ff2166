"""A form beside what was sent of it: the number that went up, the number today, and the rows between them."""

from dataclasses import dataclass

from opd.models import ReportLine, Submission
from opd.reporting import counting
from opd.reporting.periods import Period


@dataclass(frozen=True)
class Shown:
    """One number of the page. `sent` is None before the form is sent; `added` and `removed` are keys since then."""

    column: str
    now: int | str
    sent: int | str | None = None
    added: frozenset = frozenset()
    removed: frozenset = frozenset()

    @property
    def is_amended(self) -> bool:
        return bool(self.added or self.removed or (self.sent is not None and str(self.sent) != str(self.now)))

    @property
    def n(self):
        """What the form says: as sent, until it is sent again."""
        return self.now if self.sent is None else self.sent


@dataclass(frozen=True)
class Row:
    line: ReportLine
    cells: list[Shown]
    why: str


@dataclass(frozen=True)
class Page:
    """A form of one period. `seal` is of today's numbers; `submission` the last one sent, or None."""

    rows: list[Row]
    seal: str
    submission: Submission | None

    @property
    def is_amended(self) -> bool:
        return any(cell.is_amended for row in self.rows for cell in row.cells)

    @property
    def unreviewed(self) -> int:
        return sum(not row.line.is_reviewed for row in self.rows)


def page(form: str, centres, period: Period, submission: Submission | None = None) -> Page:
    counted = counting.count(form, centres, period)
    content = submission.content if submission else None
    rows = [Row(one.line, [_shown(one, *cell, content) for cell in one.cells.items()], one.why) for one in counted]
    return Page(rows, counting.seal_of(counting.content_of(counted)), submission)


def _shown(one, name, cell, content) -> Shown:
    if content is None:
        return Shown(name, cell.n)
    was = content.get(one.line.code, {}).get(name, {"n": 0, "rows": []})
    before, now = set(was["rows"]), set(cell.rows)
    return Shown(name, cell.n, was["n"], frozenset(now - before), frozenset(before - now))


def last_sent(form: str, centres, period: Period) -> dict[int, Submission]:
    """The newest submission of each centre for this period; of several centres without what was sent (1 query)."""
    rows = Submission.objects.for_centres(centres).filter(form=form, first=period.first).order_by("version")
    rows = rows.select_related("submitted_by", "centre")
    return {row.centre_id: row for row in (rows if len(centres) == 1 else rows.defer("content"))}
