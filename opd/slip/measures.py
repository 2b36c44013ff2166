"""The measurements of a visit, each with its flag, in the order they stand on the slip. 1 query."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from hms.lib.dates import Age
from opd import vital_ranges
from opd.models import VitalRange
from opd.slip.words import short

# What carries a flag, under the name its ranges stand by (vitals_ranges.csv).
PARAMETERS = {
    "systolic": "systolic BP",
    "diastolic": "diastolic BP",
    "pulse": "pulse",
    "temperature": "temperature",
    "respiration": "respiratory rate",
    "spo2": "SpO2",
    "glucose": "random capillary glucose",
    "muac": "MUAC",
}
SEVERITY = ["", "L", "H", "LL", "HH"]


@dataclass(frozen=True)
class Measure:
    """One measurement; `letter` is H, L, HH or LL where it is not usual at that age."""

    label: str
    shown: str
    unit: str
    letter: str = ""

    @property
    def is_critical(self) -> bool:
        return self.letter in {"HH", "LL"}


def blanks() -> list[Measure]:
    """What a nurse writes by hand on a slip that was printed first."""
    return [
        Measure(_("BP"), "", "mmHg"),
        Measure(_("Pulse"), "", "/min"),
        Measure(_("Temp."), "", "°F"),
        Measure("SpO₂", "", "%"),
        Measure(_("Weight"), "", "kg"),
        Measure(_("Sugar"), "", "mg/dL"),
    ]


def measures(row: dict, age: Age) -> list[Measure]:
    """What was measured, of a visit's current vitals as gathered."""
    letters = _letters(row, age)
    listed = [
        _pressure(row, letters),
        Measure(_("Pulse"), short(row["pulse"]), "/min", letters["pulse"]),
        Measure(_("Temp."), short(row["temperature"]), "°F", letters["temperature"]),
        Measure(_("Breaths"), short(row["respiration"]), "/min", letters["respiration"]),
        Measure("SpO₂", short(row["spo2"]), "%", letters["spo2"]),
        Measure(_("Weight"), short(row["weight"]), "kg"),
        Measure(_("Height"), short(row["height"]), "cm"),
        Measure("BMI", _bmi(row, age), ""),
        Measure(_("Sugar"), short(row["glucose"]), "mg/dL", letters["glucose"]),
        Measure(_("Upper arm"), short(row["muac"]), "cm", letters["muac"]),
    ]
    return [measure for measure in listed if measure.shown]


def _pressure(row: dict, letters: dict) -> Measure:
    ends = [short(row[name]) or "–" for name in ("systolic", "diastolic")]
    shown = "" if ends == ["–", "–"] else "/".join(ends)
    return Measure(_("BP"), shown, "mmHg", max(letters["systolic"], letters["diastolic"], key=SEVERITY.index))


def _bmi(row: dict, age: Age) -> str:
    """For grown-ups; whether it is too much is for the doctor to say, so it carries no flag."""
    if age.years < 18:
        return ""
    weight, height = (Decimal(row[name]) if row[name] else None for name in ("weight", "height"))
    return str(vital_ranges.bmi(weight, height) or "")


def _letters(row: dict, age: Age) -> dict[str, str]:
    bands = _bands(age)
    return {
        name: vital_ranges.flag(
            parameter,
            None if row[name] is None else Decimal(str(row[name])),
            bands,
            age_days=age.total_days,
            pregnant=bool(row["is_pregnant"]),
        )
        for name, parameter in PARAMETERS.items()
    }


def _bands(age: Age) -> list[vital_ranges.Band]:
    fields = ("parameter", "unit", "age_min_days", "age_max_days", "low", "high", "critical_low", "critical_high")
    fitting = VitalRange.objects.filter(age_min_days__lte=age.total_days, age_max_days__gte=age.total_days)
    return [vital_ranges.Band(*row) for row in fitting.values_list(*fields)]
