"""One value again and again, from one pair of hands, for different people."""

from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Q

from labs.models import Result
from opd.honesty.found import Found, Kind, Look, found

WEEKS_BEFORE = 8


def same_results(look: Look) -> Found | None:
    """`times` different people running, unless the value is that usual: `share` per cent of eight weeks before."""
    rows, runs = list(_entered(look)), []
    for _whose, part in groupby(rows, key=itemgetter(0, 1)):
        runs += [run for run in _runs(list(part)) if len({row[4] for row in run}) >= look.rule.times]
    usual = _usual(look, {(run[0][0], run[0][2]) for run in runs})
    runs = [run for run in runs if not _is_usual(usual.get((run[0][0], run[0][2])), look.rule.share)]
    if not runs:
        return None
    longest = max(runs, key=len)
    test, _by, value, *_rest = longest[0]
    before = usual.get((test, value), (0, 0))
    return found(
        look, Kind.RESULTS, [row[3] for run in runs for row in run], of=len(rows), runs=len(runs), longest=len(longest),
        test=test, value=f"{value:f}".rstrip("0").rstrip("."), before=before[0], before_of=before[1],
    )  # fmt: skip


def _entered(look: Look):
    """(test code, by, value, key, patient), as each person entered them (1 query)."""
    begin, end = look.week.moments
    rows = Result.objects.for_centres(look.at).filter(entered_at__gte=begin, entered_at__lt=end, version=1)
    rows = rows.filter(value__isnull=False, order__test__is_sensitive=False)
    order = ("order__test__code", "entered_by", "entered_at", "pk")
    columns = ("order__test__code", "entered_by", "value", "pk", "order__visit__patient")
    return rows.order_by(*order).values_list(*columns)


def _runs(rows: list[tuple]) -> list[list[tuple]]:
    return [list(same) for _value, same in groupby(rows, key=itemgetter(2))]


def _usual(look: Look, pairs) -> dict[tuple, tuple[int, int]]:
    """How often each value, and any value, of these tests was there in the weeks before (≤ 1 query)."""
    if not pairs:
        return {}
    begin, _end = look.week.moments
    rows = Result.objects.for_centres(look.at).filter(
        entered_at__gte=begin - timedelta(weeks=WEEKS_BEFORE), entered_at__lt=begin, version=1, value__isnull=False
    )
    names = {pair: f"n{place}" for place, pair in enumerate(pairs)}
    counts = {name: Count("pk", filter=Q(order__test__code=pair[0], value=pair[1])) for pair, name in names.items()}
    all_of = {f"all_{name}": Count("pk", filter=Q(order__test__code=pair[0])) for pair, name in names.items()}
    seen = rows.order_by().aggregate(**counts, **all_of)
    return {pair: (seen[name], seen[f"all_{name}"]) for pair, name in names.items()}


def _is_usual(before: tuple[int, int] | None, share: int) -> bool:
    return bool(before and before[1] and before[0] * 100 >= share * before[1])
