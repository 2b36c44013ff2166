"""The register of several days on screen: totals out of the days' sums, a page of rows out of the days it is on."""

from dataclasses import dataclass

from opd.reporting import closed, register
from opd.reporting.periods import Period
from registration.models import Visit


@dataclass(frozen=True)
class Book:
    """Totals of the whole period; `rows` are those of page `page` of `pages`."""

    total: register.Totals
    rows: list[Visit]
    page: int
    pages: int


def page_of(centres, period: Period, choose, size: int) -> Book:
    """`choose(pages)` says which page; the rows of a page come from the days it touches, not from the whole period."""
    found = closed.by_day(closed.figures("register", centres, period))
    days = {day: sum((register.Totals(**one) for one in of_day), register.Totals()) for day, of_day in found.items()}
    total = sum(days.values(), register.Totals())
    pages = -(-_all(total) // size)
    page = choose(pages)
    return Book(total, _rows(centres, days, (page - 1) * size, size), page, pages)


def _rows(centres, days, start: int, size: int) -> list[Visit]:
    before, touched, offset = 0, [], None
    for day in sorted(days):
        count = _all(days[day])
        if before + count > start and before < start + size:
            offset = start - before if offset is None else offset
            touched.append(day)
        before += count
    if not touched:
        return []
    rows = register.visits(centres, Period(touched[0], touched[-1]))
    return register.part(rows, slice(offset, offset + size))


def _all(total: register.Totals) -> int:
    return total.registered + total.cancelled
