"""Vital signs of a visit as shown: value, unit, flag by letter and word."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.dates import age_on
from opd import vital_ranges
from opd.models import Vitals
from opd.vital_ranges import Band

FLAG_WORDS = {
    "": "",
    "L": gettext_lazy("low"),
    "H": gettext_lazy("high"),
    "LL": gettext_lazy("very low: see at once"),
    "HH": gettext_lazy("very high: see at once"),
}
FLAG_CSS = {"": "", "L": "low", "H": "high", "LL": "critical", "HH": "critical"}
_ALARM = {"": 0, "L": 1, "H": 1, "LL": 2, "HH": 2}


@dataclass(frozen=True)
class Measure:
    """`flag` is "" (usual), L, H, LL or HH; `css` and `word` say it for people."""

    name: str
    label: str
    value: str
    unit: str
    flag: str = ""

    @property
    def css(self) -> str:
        return FLAG_CSS[self.flag]

    @property
    def word(self) -> str:
        return str(FLAG_WORDS[self.flag])


def measures(vitals: Vitals | None, patient, ranges: list[Band]) -> list[Measure]:
    """What was measured, in the order of the page; nothing for what was not."""
    if vitals is None:
        return []
    say = _Sayer(vitals, patient, ranges)
    pressure = _pressure(vitals, say)
    rest = [
        say("pulse", _("Pulse"), vitals.pulse, "/min"),
        say("temperature", _("Temp."), vitals.temperature, "°F"),
        say("respiration", _("Breaths"), vitals.respiration, "/min"),
        say("spo2", "SpO₂", vitals.spo2, "%"),
        say("weight", _("Weight"), vitals.weight, "kg"),
        say("height", _("Height"), vitals.height, "cm"),
        say("bmi", "BMI", vital_ranges.bmi(vitals.weight, vitals.height), ""),
        say("glucose", _("Sugar (RBS)"), vitals.glucose, "mg/dL"),
        say("muac", _("Upper arm"), vitals.muac, "cm"),
    ]
    return [measure for measure in (pressure, *rest) if measure is not None]


class _Sayer:
    """One person's values against the ranges of their age."""

    def __init__(self, vitals, patient, ranges):
        self.age = age_on(patient.birth_date, vitals.recorded_at.date()).total_days
        self.pregnant, self.ranges = bool(vitals.is_pregnant), ranges

    def flag(self, parameter, value) -> str:
        return vital_ranges.flag(parameter, value, self.ranges, age_days=self.age, pregnant=self.pregnant)

    def __call__(self, name, label, value, unit) -> Measure | None:
        if value is None:
            return None
        shown = f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
        return Measure(name, label, shown, unit, self.flag(name, value))


def _pressure(vitals, say) -> Measure | None:
    if vitals.systolic is None or vitals.diastolic is None:
        return None
    flags = [say.flag("systolic", vitals.systolic), say.flag("diastolic", vitals.diastolic)]
    worst = max(flags, key=lambda flag: _ALARM[flag])
    return Measure("bp", _("BP"), f"{vitals.systolic}/{vitals.diastolic}", "mmHg", worst)
