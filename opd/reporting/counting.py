"""A form's numbers for one centre with the rows behind them, or for many centres as sums."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count

from opd.models import Form, ReportLine
from opd.reporting import closed, periods, shortages, syndromes
from opd.reporting import lines as rules
from opd.reporting.periods import Period

COLUMNS = {Form.HMIS: ("n",), Form.IDSP_P: ("n",), Form.IDSP_L: ("tested", "positive"), Form.IDSP_S: syndromes.COLUMNS}
STOCK = {"stock_outs", "stock_out_rate"}


@dataclass(frozen=True)
class Cell:
    """One number as printed, and the keys of the rows it counts; sums over several centres have no keys."""

    n: int | str
    rows: tuple[int, ...] = ()


@dataclass
class Counted:
    """One line with its numbers by column. Without numbers it is not recorded here, and `why` says why."""

    line: ReportLine
    cells: dict[str, Cell] = field(default_factory=dict)
    why: str = ""


def period_of(form: str, day) -> Period:
    """The month of a monthly form, the week from Monday to Sunday of a weekly one."""
    return periods.month_of(day) if form == Form.HMIS else periods.week_of(day)


def count(form: str, centres, period: Period) -> list[Counted]:
    """Every line of the form in its order (at most 6 queries). Keys of rows only where one centre is counted."""
    every = list(ReportLine.objects.filter(form=form))
    has_keys = len(centres) == 1
    cells = _by_condition(every, centres, period, has_keys)
    if form == Form.IDSP_S:
        cells |= by_syndrome(every, centres, period, has_keys)
    if any(line.rule in STOCK for line in every):
        cells |= _by_stock(every, centres, period, has_keys)
    return [
        Counted(line, cells.get(line.code, {}), "" if cells.get(line.code) or line.rule == "remark" else _why(line))
        for line in every
    ]


def _why(line: ReportLine) -> str:
    reason = ReportLine.NotHere.NO_STOCK if line.rule in STOCK else line.not_here
    return str(ReportLine.NotHere(reason).label) if reason else ""


def _by_condition(every, centres, period, has_keys) -> dict[str, dict[str, Cell]]:
    """One query for all lines that count visits, one for all that count results."""
    cells: dict[str, dict[str, Cell]] = {}
    for kind, rows in rules.ROWS.items():
        wanted = [
            (line.code, name, column.condition)
            for line in every
            for name, column in rules.columns(line).items()
            if column.kind == kind
        ]
        if not wanted:
            continue
        if kind == rules.VISITS and not has_keys:
            cells |= _by_days(wanted, every[0].form, centres, period)
            continue
        made = {f"c{place}": _aggregate(condition, has_keys) for place, (_c, _n, condition) in enumerate(wanted)}
        found = rows(centres, period).order_by().aggregate(**made)
        for place, (code, name, _condition) in enumerate(wanted):
            cells.setdefault(code, {})[name] = _cell(found[f"c{place}"], has_keys)
    return cells


def _by_days(wanted, form: str, centres, period) -> dict[str, dict[str, Cell]]:
    """Sums over several centres: out of the sums of their days."""
    sums: Counter = Counter()
    for content in closed.figures("forms", centres, period).values():
        for code, columns in content.get(form, {}).items():
            sums.update({(code, name): n for name, n in columns.items()})
    cells: dict[str, dict[str, Cell]] = {}
    for code, name, _condition in wanted:
        cells.setdefault(code, {})[name] = Cell(sums[code, name])
    return cells


def _aggregate(condition, has_keys):
    if has_keys:
        return ArrayAgg("pk", filter=condition, distinct=True, default=[])
    return Count("pk", filter=condition, distinct=True)


def _cell(found, has_keys) -> Cell:
    return Cell(len(found), tuple(sorted(found))) if has_keys else Cell(found)


def by_syndrome(every, centres, period, has_keys) -> dict[str, dict[str, Cell]]:
    """Every column of the lines of form S (1 query)."""
    rows = {line.code: {name: [] for name in syndromes.COLUMNS} for line in every if line.rule == "syndrome"}
    signed = rules.visits(centres, period).filter(consultation__signed_at__isnull=False).order_by("pk")
    codes = ArrayAgg("consultation__diagnoses__code", distinct=True, default=[])
    for key, sex, years, complaints, found in signed.annotate(codes=codes).values_list(
        "pk", "patient__sex", "years", "consultation__complaints", "codes"
    ):
        for code in syndromes.syndromes(complaints, set(filter(None, found))) & set(rows):
            for name in filter(None, (syndromes.column(sex, years), "total")):
                rows[code][name].append(key)
    return {
        code: {name: Cell(len(keys), tuple(keys) if has_keys else ()) for name, keys in by_name.items()}
        for code, by_name in rows.items()
    }


def _by_stock(every, centres, period, has_keys) -> dict[str, dict[str, Cell]]:
    found = shortages.shortages(centres, period)
    if not found:
        return {}
    total = shortages.Shortage()
    kept, out = sum(len(one.kept) for one in found.values()), sum(len(one.out) for one in found.values())
    keys = tuple(sorted(next(iter(found.values())).out)) if has_keys else ()
    rate = f"{out * 100 / kept:.1f} %" if kept else total.rate
    shown = {"stock_outs": Cell(out, keys), "stock_out_rate": Cell(rate, keys)}
    return {line.code: {"n": shown[line.rule]} for line in every if line.rule in shown}


def content_of(counted: list[Counted]) -> dict:
    """As a submission keeps it."""
    return {
        one.line.code: {name: {"n": cell.n, "rows": list(cell.rows)} for name, cell in one.cells.items()}
        for one in counted
        if one.cells
    }


def seal_of(content: dict) -> str:
    """SHA-256 of the content as sorted JSON."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
