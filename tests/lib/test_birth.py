from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.dates import (
    FutureDate,
    InvalidDate,
    NoSuchDay,
    Precision,
    TooOld,
    Unreadable,
    YearMissing,
    age_on,
    format_day,
    parse_birth,
)

TODAY = date(2026, 11, 22)
todays = st.dates(date(2024, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "12/3/1980", "12-03-80", "12.3.1980", "1980-03-12", "12 3 1980", "12031980", "12 मार्च 80", "12 मार्च, 1980",
        "12 Mar 1980", "12th March 1980", "March 12, 1980", "12-mar-80", "१२/०३/१९८०", " 12 / 3 / 80 ",
    ],
)  # fmt: skip
def test_a_date_is_read_day_first_however_it_is_written(typed):
    assert parse_birth(typed, TODAY) == (date(1980, 3, 12), False, Precision.DAY)


@pytest.mark.parametrize(
    ("typed", "birth", "precision"),
    [
        ("46", date(1980, 11, 22), Precision.YEAR),
        ("46y", date(1980, 11, 22), Precision.YEAR),
        ("46 Yrs.", date(1980, 11, 22), Precision.YEAR),
        ("४६ वर्ष", date(1980, 11, 22), Precision.YEAR),
        ("46 साल", date(1980, 11, 22), Precision.YEAR),
        ("8m", date(2026, 3, 22), Precision.MONTH),
        ("8 माह", date(2026, 3, 22), Precision.MONTH),
        ("8 महीने", date(2026, 3, 22), Precision.MONTH),
        ("2y6m", date(2024, 5, 22), Precision.MONTH),
        ("2 साल 6 महीने", date(2024, 5, 22), Precision.MONTH),
        ("3 हफ़्ते", date(2026, 11, 1), Precision.MONTH),
        ("20d", date(2026, 11, 2), Precision.DAY),
        ("20 दिन", date(2026, 11, 2), Precision.DAY),
    ],
)
def test_an_age_is_counted_back_from_today_and_marked_estimated(typed, birth, precision):
    assert parse_birth(typed, TODAY) == (birth, True, precision)


@pytest.mark.parametrize(
    ("typed", "birth", "precision"),
    [
        ("1980", date(1980, 7, 1), Precision.YEAR),
        ("मार्च 1980", date(1980, 3, 15), Precision.MONTH),
        ("3/1980", date(1980, 3, 15), Precision.MONTH),
        ("2026", date(2026, 6, 12), Precision.YEAR),
        ("Nov 2026", date(2026, 11, 11), Precision.MONTH),
    ],
)
def test_a_year_or_month_alone_becomes_its_middle(typed, birth, precision):
    assert parse_birth(typed, TODAY) == (birth, True, precision)


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("22/11/26", date(2026, 11, 22)),
        ("23/11/26", date(1926, 11, 23)),
        ("1/1/27", date(1927, 1, 1)),
        ("29/2/00", date(2000, 2, 29)),
    ],
)
def test_two_digits_mean_the_latest_year_that_is_not_ahead(typed, birth):
    assert parse_birth(typed, TODAY).date == birth


@pytest.mark.parametrize(
    ("typed", "error", "sentence"),
    [
        ("", Unreadable, "Write an age like 46y, 8m or 20d, or a date like 12/3/1980."),
        ("abc", Unreadable, "Write an age like 46y, 8m or 20d, or a date like 12/3/1980."),
        ("-5", Unreadable, "Write an age like 46y, 8m or 20d, or a date like 12/3/1980."),
        ("12//1980", Unreadable, "Write an age like 46y, 8m or 20d, or a date like 12/3/1980."),
        ("12/3/180", Unreadable, "Write an age like 46y, 8m or 20d, or a date like 12/3/1980."),
        ("6m2y", Unreadable, "Write an age like 46y, 8m or 20d, or a date like 12/3/1980."),
        ("98765 43210", Unreadable, "Write an age like 46y, 8m or 20d, or a date like 12/3/1980."),
        ("5 March", YearMissing, "Add the year, like 12/3/1980."),
        ("5/3", YearMissing, "Add the year, like 12/3/1980."),
        ("31/2/1990", NoSuchDay, "This day is not in the calendar. Check day and month."),
        ("29/2/1981", NoSuchDay, "This day is not in the calendar. Check day and month."),
        ("0/3/1980", NoSuchDay, "This day is not in the calendar. Check day and month."),
        ("3/13/1980", NoSuchDay, "There is no such month. Write the day first, like 12/3/1980."),
        ("23/11/2026", FutureDate, "This date is in the future."),
        ("2027", FutureDate, "This date is in the future."),
        ("Dec 2026", FutureDate, "This date is in the future."),
        ("121", TooOld, "Age can't be over 120 years."),
        ("130y", TooOld, "Age can't be over 120 years."),
        ("99999d", TooOld, "Age can't be over 120 years."),
        ("22/11/1905", TooOld, "Age can't be over 120 years."),
        ("1/1/0001", TooOld, "Age can't be over 120 years."),
        ("0", InvalidDate, "For a baby, write the age in days or months, like 5d or 2m."),
    ],
)
def test_what_is_wrong_is_said(typed, error, sentence):
    with pytest.raises(error) as caught:
        parse_birth(typed, TODAY)

    assert str(caught.value) == sentence


def test_the_oldest_accepted_is_120():
    assert age_on(parse_birth("120", TODAY).date, TODAY).years == 120
    assert parse_birth("23/11/1905", TODAY).date == date(1905, 11, 23)


@given(st.integers(1, 120), todays)
def test_an_age_in_years_reads_back_as_that_age(years, today):
    assert age_on(parse_birth(f"{years}y", today).date, today).years == years


@given(st.integers(1, 36), todays)
def test_an_age_in_months_reads_back_as_that_age(months, today):
    age = age_on(parse_birth(f"{months} माह", today).date, today)

    assert 12 * age.years + age.months == months


@given(st.integers(1, 400), todays)
def test_an_age_in_days_reads_back_as_that_age(days, today):
    assert age_on(parse_birth(f"{days}d", today).date, today).total_days == days


@given(todays, st.integers(0, 40_000))
def test_a_written_date_reads_back(today, days):
    birth = today - timedelta(days)

    assert parse_birth(f"{birth.day}/{birth.month}/{birth.year}", today) == (birth, False, Precision.DAY)
    assert parse_birth(format_day(birth), today).date == birth
    assert parse_birth(birth.isoformat(), today).date == birth


@given(todays, st.integers(0, 120))
def test_a_year_alone_keeps_that_year(today, years):
    assert parse_birth(str(today.year - years), today).date.year == today.year - years


@given(st.text(), todays)
def test_any_text_gives_a_possible_birth_or_a_sentence(text, today):
    try:
        birth = parse_birth(text, today).date
    except InvalidDate:
        return
    assert birth <= today
    assert age_on(birth, today).years <= 120


@given(st.from_regex(r"[0-9०-९]{0,5}[ /.\-]?[0-9ymd]{0,5}[ /.\-]?[0-9]{0,5}", fullmatch=True), todays)
def test_any_digits_give_a_possible_birth_or_a_sentence(text, today):
    test_any_text_gives_a_possible_birth_or_a_sentence.hypothesis.inner_test(text, today)
