from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.dates import age_on, format_day, format_moment, format_time, months_before

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("birth", "label"),
    [
        (date(2026, 11, 22), "0 d"),
        (date(2026, 11, 21), "1 d"),
        (date(2026, 10, 26), "27 d"),
        (date(2026, 10, 23), "30 d"),
        (date(2026, 10, 22), "1 m"),
        (date(2024, 11, 23), "23 m"),
        (date(2024, 11, 22), "2 y"),
        (date(2024, 5, 22), "2 y 6 m"),
        (date(2021, 11, 23), "4 y 11 m"),
        (date(2021, 11, 22), "5 y"),
        (date(1986, 11, 23), "39 y"),
        (date(1986, 11, 22), "40 y"),
    ],
)
def test_small_children_are_shown_in_days_and_months(birth, label):
    assert age_on(birth, TODAY).label == label


def test_all_parts_are_given():
    assert age_on(date(1980, 12, 31), date(2026, 3, 1)) == (45, 2, 1, 16496)


def test_a_leap_day_child_is_a_year_older_on_the_last_of_february():
    assert age_on(date(2024, 2, 29), date(2025, 2, 27)).years == 0
    assert age_on(date(2024, 2, 29), date(2025, 2, 28)).years == 1


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before the birth"):
        age_on(TODAY, date(2026, 11, 21))


@given(st.dates(date(1905, 1, 1), date(2060, 1, 1)), st.integers(0, 45_000))
def test_the_parts_add_up(birth, days):
    day = date.fromordinal(birth.toordinal() + days)

    age = age_on(birth, day)

    assert age.total_days == days
    assert 0 <= age.months <= 11
    assert 0 <= age.days <= 30
    assert months_before(birth, -(12 * age.years + age.months)).toordinal() + age.days == day.toordinal()


@pytest.mark.parametrize("language", ["en", "hi"])
def test_dates_look_the_same_in_both_languages(language):
    with translation.override(language):
        assert format_day(date(1945, 7, 14)) == "14-Jul-1945"
        assert format_moment(datetime(2026, 11, 22, 4, 12, 59, tzinfo=UTC)) == "22-Nov-2026 09:42"


def test_a_moment_is_shown_in_india():
    late = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)

    assert format_moment(late) == "23-Nov-2026 01:30"
    assert format_day(late) == "23-Nov-2026"
    assert format_time(late) == "01:30"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        format_moment(datetime(2026, 11, 22, 9, 42))


def test_going_back_from_a_long_month_stops_at_the_last_day():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 1, 31), -1) == date(2024, 2, 29)


def test_the_calendar_has_ends():
    with pytest.raises(ValueError, match="outside the calendar"):
        months_before(date(2026, 1, 1), 12 * 3000)
