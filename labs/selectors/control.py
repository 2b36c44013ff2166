"""Control lots and runs, and which tests are out of control now."""

from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from hms.lib.dates import format_day, format_moment
from labs import westgard
from labs.levey_jennings import Chart, chart
from labs.models import ControlLot, ControlRun, ControlValue, Test

LOOKS_BACK = 12  # runs: the longest rule counts ten
DRAWN = 30
CSS = {"accept": "ok", "warn": "warn", "reject": "reject"}


def active_lots(centre, test: Test):
    return ControlLot.objects.for_centre(centre).filter(test=test, is_active=True).order_by("level")


def z_runs(lots) -> list[dict[str, Decimal]]:
    """The last runs with these lots, oldest first, as z by level (1 query). Another lot's runs do not count."""
    lots = {lot.pk: lot for lot in lots}
    rows = ControlValue.objects.filter(lot__in=lots).order_by("-run__run_at", "-run_id", "lot__level")
    rows = rows.values("run_id", "lot_id", "value")
    runs: dict[int, dict[str, Decimal]] = {}
    for row in rows[: LOOKS_BACK * max(len(lots), 1)]:
        lot = lots[row["lot_id"]]
        runs.setdefault(row["run_id"], {})[lot.level] = westgard.z(row["value"], lot.mean, lot.sd)
    return list(runs.values())[::-1]


def tests_with_controls(centre) -> list[dict]:
    """Each test that has active lots, with them and with its newest run of today (3 queries)."""
    lots = ControlLot.objects.for_centre(centre).filter(is_active=True).select_related("test")
    by_test: dict[int, dict] = {}
    for lot in lots.order_by("test__position", "level"):
        by_test.setdefault(lot.test_id, {"test": lot.test, "lots": [], "today": None})["lots"].append(lot)
    newest = newest_today(centre)
    for key, entry in by_test.items():
        entry["today"] = newest.get(key)
    return list(by_test.values())


def newest_today(centre) -> dict[int, ControlRun]:
    """The newest run of today, by test (1 query)."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    runs = ControlRun.objects.for_centre(centre).filter(run_at__gte=midnight).select_related("run_by", "test")
    return {run.test_id: run for run in runs.order_by("run_at", "pk")}


def out_of_control(centre, test_ids) -> list[ControlRun]:
    """The newest run of today of these tests, where it was rejected (1 query)."""
    wanted = set(test_ids)
    return [
        run for key, run in newest_today(centre).items() if key in wanted and run.verdict == ControlRun.Verdict.REJECT
    ]


def runs_of(centre, test: Test) -> list[ControlRun]:
    """The last runs, newest first, with their values (2 queries)."""
    values = ControlValue.objects.select_related("lot").order_by("lot__level")
    rows = ControlRun.objects.for_centre(centre).filter(test=test).select_related("run_by", "acted_by", "test")
    return list(rows.prefetch_related(Prefetch("values", queryset=values)).order_by("-run_at", "-pk")[:DRAWN])


def charts(lots, runs: list[ControlRun], test: Test) -> list[tuple[ControlLot, Chart]]:
    """One Levey-Jennings chart for each lot, out of `runs` (newest first). No queries."""
    return [(lot, _chart(lot, runs[::-1], test)) for lot in lots]


def _chart(lot: ControlLot, runs, test: Test) -> Chart:
    points, days = [], []
    for run in runs:
        for value in run.values.all():
            if value.lot_id == lot.pk:
                said = f"{format_moment(run.run_at)}: {value.value:.{test.decimals}f} {test.unit} {run.rules}".strip()
                points.append((westgard.z(value.value, lot.mean, lot.sd), said, CSS[run.verdict]))
                days.append(format_day(run.run_at))
    decimals = max(test.decimals, lot.decimals)
    return chart(points, mean=lot.mean, sd=lot.sd, decimals=decimals, days=days)
