"""Vital signs: usual, abnormal and alarming, at every age."""

from decimal import Decimal

import pytest

from opd.catalogue.loading import _range, rows_of
from opd.vital_ranges import NAMES, Band, bmi, fahrenheit, find, flag, limits

ADULT, TODDLER, BABY = 40 * 365, 400, 20


def _band(row):
    values = _range(row)
    numbers = ("low", "high", "critical_low", "critical_high")
    return Band(
        values["parameter"], values["unit"], values["age_min_days"], values["age_max_days"],
        *(values[name] for name in numbers),
    )  # fmt: skip


BANDS = [_band(row) for row in rows_of("vitals_ranges.csv")]


@pytest.mark.parametrize(
    ("parameter", "value", "age", "said"),
    [
        ("systolic", "139", ADULT, ""),
        ("systolic", "140", ADULT, "H"),
        ("systolic", "148", ADULT, "H"),
        ("systolic", "180", ADULT, "HH"),
        ("systolic", "89", ADULT, "L"),
        ("systolic", "69", ADULT, "LL"),
        ("systolic", "100", BABY, "H"),
        ("diastolic", "92", ADULT, "H"),
        ("diastolic", "120", ADULT, "HH"),
        ("pulse", "60", ADULT, ""),
        ("pulse", "130", ADULT, "H"),
        ("pulse", "130", TODDLER, ""),
        ("respiration", "49", 200, ""),
        ("respiration", "50", 200, "H"),
        ("respiration", "60", BABY, "H"),
        ("temperature", "99.4", ADULT, ""),
        ("temperature", "101.2", ADULT, "H"),
        ("temperature", "104", ADULT, "HH"),
        ("temperature", "100.4", BABY, "HH"),
        ("spo2", "94", ADULT, ""),
        ("spo2", "93", ADULT, "L"),
        ("spo2", "90", ADULT, "L"),
        ("spo2", "89", ADULT, "LL"),
        ("bmi", "26.1", ADULT, "H"),
        ("bmi", "17", ADULT, "L"),
        ("muac", "11.4", TODDLER, "LL"),
        ("muac", "12", TODDLER, "L"),
        ("muac", "12", ADULT, ""),
        ("glucose", "182", ADULT, "H"),
        ("glucose", "300", ADULT, "HH"),
    ],
)
def test_a_value_is_flagged_for_the_age(parameter, value, age, said):
    assert flag(parameter, Decimal(value), BANDS, age_days=age) == said


def test_in_pregnancy_her_own_limits_count():
    assert flag("systolic", Decimal(165), BANDS, age_days=9000, pregnant=True) == "HH"
    assert flag("systolic", Decimal(165), BANDS, age_days=9000) == "H"
    assert flag("muac", Decimal(22), BANDS, age_days=9000, pregnant=True) == "L"


@pytest.mark.parametrize("parameter", ["pulse", "respiration", "systolic", "diastolic", "temperature", "spo2"])
def test_there_is_no_age_without_a_band(parameter):
    missing = [day for day in range(43801) if find(parameter, BANDS, age_days=day) is None]

    assert missing == []


@pytest.mark.parametrize(
    "parameter",
    ["pulse", "respiration", "systolic", "diastolic", "temperature", "spo2", "weight", "height", "glucose", "muac"],
)
def test_everything_that_is_typed_has_possible_limits_wider_than_any_alarm(parameter):
    possible = limits(parameter, BANDS)
    alarms = [
        limit
        for band in BANDS
        if band.parameter == NAMES.get(parameter, parameter)
        for limit in (band.critical_low, band.critical_high)
        if limit is not None
    ]

    assert all(possible.low <= limit <= possible.high for limit in alarms)


def test_nothing_measured_is_nothing_flagged():
    assert flag("pulse", None, BANDS, age_days=ADULT) == ""
    assert flag("unheard", Decimal(1), BANDS, age_days=ADULT) == ""
    assert limits("unheard", BANDS) is None


@pytest.mark.parametrize(("celsius", "degrees"), [("38", "100.4"), ("37", "98.6"), ("38.5", "101.3"), ("40", "104.0")])
def test_celsius_becomes_fahrenheit(celsius, degrees):
    assert fahrenheit(Decimal(celsius)) == Decimal(degrees)


def test_bmi_needs_both_weight_and_height():
    assert bmi(Decimal(61), Decimal("152.9")) == Decimal("26.1")
    assert bmi(Decimal(61), None) is None
