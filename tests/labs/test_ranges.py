"""Which range counts, at every edge, and where a value falls in it."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from labs import ranges
from labs.catalogue.files import number, rows
from labs.models.results import Flag

UNIT = "g/dL"


def row(
    sex="A",
    first=0,
    last=43800,
    low=None,
    high=None,
    pregnancy=False,
    critical_low=None,
    critical_high=None,
    analyser="",
):
    limits = {"low": low, "high": high, "critical_low": critical_low, "critical_high": critical_high}
    return SimpleNamespace(
        sex=sex,
        analyser=analyser,
        pregnancy=pregnancy,
        age_min_days=first,
        age_max_days=last,
        note="",
        source="test",
        is_reviewed=False,
        **{name: None if limit is None else Decimal(str(limit)) for name, limit in limits.items()},
    )


def of_catalogue(code: str) -> list:
    """The rows of one test as the CSV has them."""
    return [
        row(
            line["ref_sex"][0],
            int(line["age_min_days"]),
            int(line["age_max_days"]),
            number(line["ref_low"]),
            number(line["ref_high"]),
            line["ref_sex"] == "F-preg",
            number(line["critical_low"]),
            number(line["critical_high"]),
        )
        for line in rows("lab_tests.csv")
        if line["code"] == code
    ]


def chosen(rows, sex="F", age_days=14600, pregnant=None):
    normal = ranges.choose(rows, unit=UNIT, sex=sex, age_days=age_days, pregnant=pregnant)
    return ranges.words(normal, 1)


@pytest.mark.parametrize(
    ("age_days", "words"),
    [
        (0, "13.5–21.5"),
        (28, "13.5–21.5"),
        (29, "9.5–13.5"),
        (179, "9.5–13.5"),
        (180, "11.0–14.0"),
        (1824, "11.0–14.0"),
        (1825, "11.5–15.5"),
        (4379, "11.5–15.5"),
        (4380, "12.0–16.0"),
        (5474, "12.0–16.0"),
        (5475, "12.0–15.5"),
        (43800, "12.0–15.5"),
        (43801, ""),
    ],
)
def test_haemoglobin_changes_its_range_on_the_right_day(age_days, words):
    assert chosen(of_catalogue("HB"), "F", age_days) == words


@pytest.mark.parametrize(
    ("age_days", "words"),
    [(4379, "11.5–15.5"), (4380, "11.0–15.0"), (20075, "11.0–15.0"), (20076, "12.0–15.5")],
)
def test_pregnancy_wins_exactly_where_its_row_reaches(age_days, words):
    assert chosen(of_catalogue("HB"), "F", age_days, pregnant=True) == words


@pytest.mark.parametrize(("pregnant", "words"), [(None, "12.0–15.5"), (False, "12.0–15.5"), (True, "11.0–15.0")])
def test_not_asked_is_not_pregnant(pregnant, words):
    assert chosen(of_catalogue("HB"), "F", pregnant=pregnant) == words


def test_a_man_is_never_measured_as_pregnant():
    assert chosen(of_catalogue("HB"), "M", pregnant=True) == "13.0–17.0"


def test_a_test_for_pregnant_women_has_no_range_for_others():
    assert chosen(of_catalogue("GCT75"), "F", pregnant=False) == ""
    assert chosen(of_catalogue("GCT75"), "F", pregnant=True) == "≤ 139.0"


def test_every_test_of_the_catalogue_has_one_range_on_each_day_or_none():
    """No two rows of equal claim: the choice never depends on their order."""
    for code in {line["code"] for line in rows("lab_tests.csv")}:
        lines = of_catalogue(code)
        for edge in {day for line in lines for day in (line.age_min_days, line.age_max_days)}:
            for sex in "FM":
                assert chosen(lines, sex, edge) == chosen(lines[::-1], sex, edge)


def test_without_an_age_there_is_no_range():
    assert ranges.choose([row(low=1, high=2)], unit=UNIT, sex="F", age_days=None, pregnant=None) is None


def test_the_narrower_age_beats_the_own_sex_and_the_own_sex_breaks_a_tie():
    newborn, woman, anybody = row("A", 0, 28, 1, 2), row("F", 0, 43800, 3, 4), row("A", 0, 43800, 5, 6)

    assert chosen([anybody, woman, newborn], "F", 10) == "1.0–2.0"
    assert chosen([anybody, woman, newborn], "F", 29) == "3.0–4.0"
    assert chosen([anybody, woman, newborn], "O", 29) == "5.0–6.0"


def test_where_sex_is_neither_both_ranges_are_joined_and_the_cautious_critical_limit_counts():
    woman = row("F", 5475, 43800, 12, 15.5, critical_low=7, critical_high=20)
    man = row("M", 6570, 43800, 13, 17, critical_low=8, critical_high=19)

    normal = ranges.choose([woman, man], unit=UNIT, sex="O", age_days=14600, pregnant=None)

    assert ranges.words(normal, 1) == "12.0–17.0"
    assert (normal.critical_low, normal.critical_high, normal.who) == (8, 19, "E 6570-43800")


def test_a_limit_that_one_of_both_lacks_is_no_limit():
    normal = ranges.choose([row("F", low=50), row("M", low=40, high=90)], unit=UNIT, sex="O", age_days=9, pregnant=None)

    assert ranges.words(normal, 0) == "≥ 40"


def test_one_sex_alone_says_nothing_about_somebody_of_neither():
    assert chosen([row("F", low=1, high=2)], "O") == ""


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("6.9", Flag.CRITICAL_LOW),
        ("7.0", Flag.LOW),
        ("11.9", Flag.LOW),
        ("12.0", Flag.NORMAL),
        ("15.5", Flag.NORMAL),
        ("15.6", Flag.HIGH),
        ("20.0", Flag.HIGH),
        ("20.1", Flag.CRITICAL_HIGH),
    ],
)
def test_both_ends_are_normal_and_a_critical_limit_is_not_yet_critical(value, flag):
    normal = ranges.Normal(UNIT, Decimal(12), Decimal("15.5"), Decimal(7), Decimal(20))

    assert ranges.flag(Decimal(value), UNIT, normal) == flag


def test_units_are_never_converted_silently():
    with pytest.raises(ValueError, match="cannot be compared"):
        ranges.flag(Decimal(12), "g/L", ranges.Normal(UNIT, Decimal(12), Decimal(15)))


@pytest.mark.parametrize(
    ("choice", "flag"),
    [("Negative", Flag.NORMAL), ("Positive", Flag.ABNORMAL), ("Invalid", Flag.NONE), ("Unheard of", Flag.NONE)],
)
def test_a_choice_carries_the_flag_that_stands_beside_it(choice, flag):
    assert ranges.coded_flag(choice, ["Negative", "Positive", "Invalid"], ["N", "A", ""]) == flag


@pytest.mark.parametrize(("age", "low"), [(364, 1), (365, 5), (729, 5), (730, 1)])
def test_a_row_of_the_analyser_wins_only_within_its_own_days(age, low):
    rows = [row(low=1, high=9), row(first=365, last=729, low=5, high=9, analyser="Cell-3")]

    assert ranges.choose(rows, unit=UNIT, sex="F", age_days=age, pregnant=None).low == low


def test_a_row_of_the_analyser_for_the_other_sex_does_not_count():
    rows = [row(low=1, high=9), row("M", low=5, high=9, analyser="Cell-3")]

    assert ranges.choose(rows, unit=UNIT, sex="F", age_days=9, pregnant=None).low == 1


def test_overlaps_are_seen_on_the_shared_day_only():
    baby, child = row(first=0, last=28), row(first=29, last=364)

    assert ranges.overlapping(row(first=28, last=28), [baby, child]) == [baby]
    assert ranges.overlapping(row(first=28, last=29), [baby, child]) == [baby, child]
    assert ranges.overlapping(row("F", first=28, last=29), [baby, child]) == []


def test_days_without_a_range_are_named():
    rows = [row("F", first=0, last=364), row("F", first=366, last=999), row("A", first=1000, last=2000)]

    assert ranges.uncovered(rows, until=2000) == [("F", 365, 365), ("M", 0, 999)]
