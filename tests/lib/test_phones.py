import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.ids import (
    HasLetters,
    Landline,
    MissingId,
    NotMobile,
    RepeatedDigit,
    WrongLength,
    format_phone,
    mask_phone,
    mask_phone_staff,
    parse_phone,
)

phones = st.integers(6 * 10**9, 10**10 - 1).map(str)


@pytest.mark.parametrize(
    "typed",
    [
        "9876543210",
        "98765 43210",
        "+91 98765-43210",
        "91 9876543210",
        "09876543210",
        "0091-98765 43210",
        "+91 0 98765 43210",
        "९८७६५ ४३२१०",
        "\u202a+91 98765 43210\u202c",
    ],
)
def test_ten_digits_come_out_however_it_is_written(typed):
    assert parse_phone(typed) == "9876543210"


@pytest.mark.parametrize(
    ("typed", "error", "sentence"),
    [
        ("", MissingId, "Enter the mobile number."),
        ("98765 4321", WrongLength, "A mobile number has 10 digits; this has 9."),
        ("00000", WrongLength, "A mobile number has 10 digits; this has 5."),
        ("98765 43210 98765 43211", WrongLength, "A mobile number has 10 digits; this has 20."),
        ("98765 4321O", HasLetters, "A mobile number has only digits."),
        ("98765+43210", HasLetters, "A mobile number has only digits."),
        ("1234567890", NotMobile, "A mobile number begins with 6, 7, 8 or 9."),
        ("0612-2345678", Landline, "This is a landline. Enter a mobile number, or choose “No phone”."),
        (
            "0000000000",
            RepeatedDigit,
            "This is not a real number. If there is no phone, choose “No phone”.",
        ),
        (
            "+91 99999 99999",
            RepeatedDigit,
            "This is not a real number. If there is no phone, choose “No phone”.",
        ),
    ],
)
def test_what_is_wrong_is_said(typed, error, sentence):
    with pytest.raises(error) as caught:
        parse_phone(typed)

    assert str(caught.value) == sentence


def test_it_is_shown_in_two_halves():
    assert format_phone("9876543210") == "98765 43210"


@given(phones)
def test_paper_never_shows_the_four_digits_the_gate_asks_for(phone):
    assert mask_phone(phone) == f"{phone[:5]} XXXXX"
    assert sum(sign.isdigit() for sign in mask_phone(phone)) == 5


def test_staff_see_the_last_five():
    assert mask_phone_staff("9876543210") == "…43210"


def test_no_phone_shows_nothing():
    assert mask_phone("") == ""
    assert mask_phone_staff("") == ""
