from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.dates import InvalidDate, NoSuchDay, PastDate, TooFar, Unreadable, months_before, parse_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("7d", date(2026, 11, 29)),
        ("7", date(2026, 11, 29)),
        ("७ दिन", date(2026, 11, 29)),
        ("1w", date(2026, 11, 29)),
        ("2 हफ्ते", date(2026, 12, 6)),
        ("1m", date(2026, 12, 22)),
        ("1y", date(2027, 11, 22)),
        ("29/11/2026", date(2026, 11, 29)),
        ("29-11-26", date(2026, 11, 29)),
        ("29/11", date(2026, 11, 29)),
        ("5 जनवरी", date(2027, 1, 5)),
        ("22/11/2026", TODAY),
    ],
)
def test_a_few_keys_name_the_day(typed, day):
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "error", "sentence"),
    [
        ("", Unreadable, "Write 7d, 2w or 1m, or a date like 29/11/2026."),
        ("soon", Unreadable, "Write 7d, 2w or 1m, or a date like 29/11/2026."),
        ("March 2027", Unreadable, "Write 7d, 2w or 1m, or a date like 29/11/2026."),
        ("31/11/2026", NoSuchDay, "This day is not in the calendar. Check day and month."),
        ("21/11/2026", PastDate, "This day has passed."),
        ("23/11/2027", TooFar, "The next visit can be at most one year away."),
        ("99999w", TooFar, "The next visit can be at most one year away."),
    ],
)
def test_what_is_wrong_is_said(typed, error, sentence):
    with pytest.raises(error) as caught:
        parse_day(typed, TODAY)

    assert str(caught.value) == sentence


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{1,5} ?[dwmy/.]?[0-9]{0,4}", fullmatch=True)))
def test_any_text_gives_a_day_within_a_year_or_a_sentence(text):
    try:
        day = parse_day(text, TODAY)
    except InvalidDate:
        return
    assert TODAY <= day <= months_before(TODAY, -12)
