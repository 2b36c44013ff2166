"""Which measured values are usual at an age, which are alarming, and which cannot be. Pure.

Source: vitals_ranges.csv (PALS-style age bands, WHO IMCI fast breathing, WHO IMNCI temperature, Indian hypertension
and BMI cut-offs); rows marked "data entry limits" bound what can be typed. Not yet reviewed by a clinician.
"""

from decimal import Decimal
from typing import NamedTuple

PLAUSIBLE = "(plausibility)"
PREGNANT = "(pregnancy)"
NAMES = {  # a column of Vitals: what the catalogue calls it
    "systolic": "systolic BP",
    "diastolic": "diastolic BP",
    "respiration": "respiratory rate",
    "spo2": "SpO2",
    "bmi": "BMI",
    "glucose": "random capillary glucose",
    "muac": "MUAC",
}


class Band(NamedTuple):
    """What is usual for `parameter` from `age_min` to `age_max` completed days; None means no limit."""

    parameter: str
    unit: str
    age_min: int
    age_max: int
    low: Decimal | None
    high: Decimal | None
    critical_low: Decimal | None
    critical_high: Decimal | None


class Limits(NamedTuple):
    low: Decimal
    high: Decimal
    unit: str


def flag(parameter: str, value, bands: list[Band], *, age_days: int, pregnant: bool = False) -> str:
    """ "" usual, "L" low, "H" high, "LL" or "HH" alarming; "" too where no band fits this age.

    Both ends of the usual range are usual. The upper alarm limit itself alarms (180 mmHg, 100.4 °F in a young baby),
    the lower one does not yet (SpO₂ 90 %, MUAC 11.5 cm). A pregnancy band wins over the age band.
    """
    band = find(parameter, bands, age_days=age_days, pregnant=pregnant)
    if band is None or value is None:
        return ""
    if band.critical_low is not None and value < band.critical_low:
        return "LL"
    if band.critical_high is not None and value >= band.critical_high:
        return "HH"
    if band.low is not None and value < band.low:
        return "L"
    return "H" if band.high is not None and value > band.high else ""


def find(parameter: str, bands: list[Band], *, age_days: int, pregnant: bool = False) -> Band | None:
    """The band for this age; in pregnancy the one of pregnancy where there is one. The narrowest ages win."""
    parameter = NAMES.get(parameter, parameter)
    names = [f"{parameter} {PREGNANT}", parameter] if pregnant else [parameter]
    for name in names:
        fitting = [band for band in bands if band.parameter == name and band.age_min <= age_days <= band.age_max]
        if fitting:
            return min(fitting, key=lambda band: band.age_max - band.age_min)
    return None


def limits(parameter: str, bands: list[Band]) -> Limits | None:
    """What a living person can have, both ends included; None when nothing is stated."""
    for band in bands:
        if band.parameter == f"{NAMES.get(parameter, parameter)} {PLAUSIBLE}":
            return Limits(band.low, band.high, band.unit)
    return None


def bmi(weight: Decimal | None, height: Decimal | None) -> Decimal | None:
    """kg/m² to one decimal, from kg and cm; None when either is missing."""
    if not weight or not height:
        return None
    metres = height / 100
    return (weight / (metres * metres)).quantize(Decimal("0.1"))


def fahrenheit(celsius: Decimal) -> Decimal:
    """To one decimal: 38 °C is 100.4 °F."""
    return (celsius * 9 / 5 + 32).quantize(Decimal("0.1"))
