import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.ids import (
    HasLetters,
    InvalidId,
    MissingId,
    WrongCheck,
    WrongLength,
    check_digit,
    format_uhid,
    new_uhid,
    parse_uhid,
    passes_verhoeff,
)

bodies = st.integers(10**9, 10**10 - 1).map(str)


def test_the_check_digit_agrees_with_the_published_example():
    assert check_digit("236") == "3"
    assert passes_verhoeff("2363")


def test_a_new_number_has_eleven_digits_reads_back_and_differs_from_the_next():
    numbers = {new_uhid() for _ in range(500)}

    assert len(numbers) == 500
    assert all(parse_uhid(format_uhid(number)) == number for number in numbers)
    assert all(number[0] != "0" for number in numbers)


@pytest.mark.parametrize(
    "typed", ["2046 8135 771", "2046-8135-771", " 20468135771\t", "२०४६ ८१३५ ७७१", "2046\u200b8135–771"]
)
def test_spaces_hyphens_and_hindi_digits_do_not_matter(typed):
    assert parse_uhid(typed) == "20468135771"


def test_it_is_printed_in_groups():
    assert format_uhid("20468135771") == "2046 8135 771"


@pytest.mark.parametrize(
    ("typed", "error", "sentence"),
    [
        ("", MissingId, "Enter the UHID."),
        ("2046 8135 77", WrongLength, "A UHID has 11 digits; this has 10."),
        ("2046 8135 77O", HasLetters, "A UHID has only digits."),
        ("2046 8135 776", WrongCheck, "One digit of this UHID is wrong. Compare it with the slip."),
        ("02046813574", InvalidId, "A UHID never begins with 0."),
    ],
)
def test_what_is_wrong_is_said(typed, error, sentence):
    with pytest.raises(error) as caught:
        parse_uhid(typed)

    assert str(caught.value) == sentence


@given(bodies, st.integers(0, 10), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(body, place, shift):
    right = body + check_digit(body)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]

    with pytest.raises(WrongCheck):
        parse_uhid(wrong)


@given(bodies, st.integers(0, 9))
def test_every_swap_of_neighbours_is_caught(body, place):
    right = body + check_digit(body)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    if wrong != right:
        with pytest.raises(WrongCheck):
            parse_uhid(wrong)
