"""Two weeks of internal quality control of the demonstration, with one morning out of control."""

import random
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from hms.demo import hub
from labs import services, westgard
from labs.models import ControlLot, ControlRun, ControlValue, Test

# Test, and for each level the mean and SD in the test's unit: invented, as on a kit insert.
CONTROLS = {"HB": (("1", "8.0", "0.25"), ("2", "13.5", "0.35")), "RBS": (("1", "90", "3"), ("2", "280", "8"))}
BAD_DAY = 6  # days ago


def control(centre, staff: dict, rng: random.Random, *, days: int) -> int:
    """Lots and a run every morning; the number of runs."""
    now, count = timezone.now(), 0
    for code, levels in CONTROLS.items():
        test = Test.objects.get(code=code)
        lots = [_lot(centre, test, level, staff, now - timedelta(days=days)) for level in levels]
        before: list[dict[str, Decimal]] = []
        for back in range(days, -1, -1):
            at = (timezone.localtime(now) - timedelta(days=back)).replace(hour=7, minute=50, second=0, microsecond=0)
            if at.weekday() == 6 or at > now:
                continue
            before.append(_run(centre, test, lots, staff, at, before, rng, is_bad=back == BAD_DAY and code == "HB"))
            count += 1
    return count


# Name, unit, how many should be there, tests, and (lot, days until it expires, how many came, how many were used).
KITS = (
    ("Malaria rapid kit (Pf/Pv)", "tests", 20, "MRDT", (("M2607", 240, 50, 18), ("M2601", 20, 25, 19))),
    ("Glucose strips", "strips", 50, "RBS", (("G114", 300, 100, 64),)),
    ("Dengue NS1 kit", "tests", 10, "DNS1", (("D88", 90, 10, 7),)),
)


def shelf(centre, staff: dict) -> None:
    """Kits with what came and went; one is short and one lot expires soon."""
    for name, unit, least, test, lots in KITS:
        tests = Test.objects.filter(code=test)
        kit = services.add_reagent(centre, by=staff["lab"], name=name, unit=unit, least=least, tests=tests)
        for number, days, came, used in lots:
            until = timezone.localdate() + timedelta(days=days)
            lot = services.receive(kit, by=staff["lab"], lot_number=number, expires_on=until, quantity=came)
            services.use(lot, used, by=staff["lab"])
    if centre.code == "UPHC-02":
        hub.fill(centre, staff)


def _lot(centre, test, level, staff, at) -> ControlLot:
    name, mean, sd = level
    return ControlLot.objects.create(
        centre=centre, test=test, level=name, name="Demo control", lot_number=f"D{test.code}{name}07",
        expires_on=at.date() + timedelta(days=300), mean=Decimal(mean), sd=Decimal(sd), source="kit insert (demo)",
        added_at=at, added_by=staff["lab"],
    )  # fmt: skip


def _run(centre, test, lots, staff, at, before, rng, *, is_bad) -> dict[str, Decimal]:
    values = {}
    for lot in lots:
        shift = Decimal("3.4") if is_bad else Decimal(rng.gauss(0, 0.8)).quantize(Decimal("0.01"))
        values[lot] = round(lot.mean + max(Decimal("-1.9"), min(shift, Decimal("3.4"))) * lot.sd, test.decimals)
    now = {lot.level: westgard.z(value, lot.mean, lot.sd) for lot, value in values.items()}
    judged = westgard.judge([*before, now])
    acted = {"action_text": "नया कंट्रोल खोला, दोबारा नापा, ठीक आया", "acted_at": at, "acted_by": staff["lab"]}
    run = ControlRun.objects.create(
        centre=centre, test=test, run_at=at, run_by=staff["lab"], rules=" ".join(judged.rules),
        verdict=judged.verdict.value, **(acted if judged.verdict == "reject" else {}),
    )  # fmt: skip
    ControlValue.objects.bulk_create(ControlValue(run=run, lot=lot, value=value) for lot, value in values.items())
    return now
