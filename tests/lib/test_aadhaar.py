import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.ids import (
    EnrolmentNumber,
    HasLetters,
    MaskedNumber,
    MissingId,
    NotIssued,
    RedactAadhaar,
    VirtualId,
    WrongCheck,
    WrongLength,
    check_digit,
    is_aadhaar,
    mask_aadhaar,
    new_uhid,
    parse_aadhaar,
    redact,
)

TEST_NUMBERS = ["999941057058", "999971658847", "999933119405", "999955183433", "999990501894", "234123412346"]
bodies = st.integers(2 * 10**10, 10**11 - 1).map(str)


@pytest.mark.parametrize("number", TEST_NUMBERS)
def test_published_test_numbers_pass(number):
    assert parse_aadhaar(number) == number
    assert is_aadhaar(number)


@pytest.mark.parametrize("typed", ["2341 2341 2346", "2341-2341-2346", "२३४१ २३४१ २३४६", "\u200e234123412346 "])
def test_it_is_read_as_printed(typed):
    assert parse_aadhaar(typed) == "234123412346"


@pytest.mark.parametrize(
    ("typed", "error", "sentence"),
    [
        ("", MissingId, "Enter the Aadhaar number."),
        ("2341 2341 234", WrongLength, "An Aadhaar number has 12 digits; this has 11."),
        ("2341 2341 23A6", HasLetters, "An Aadhaar number has only digits."),
        ("1234 1234 1234", NotIssued, "An Aadhaar number never begins with 0 or 1."),
        ("2222 2222 2222", NotIssued, "This is not a real Aadhaar number."),
        ("2341 2341 2347", WrongCheck, "One digit of this Aadhaar number is wrong. Compare it with the card."),
        (
            "9999 4105 7058 9999",
            VirtualId,
            "This is a Virtual ID (16 digits). Enter the 12-digit Aadhaar number.",
        ),
        (
            "1234/12345/12345",
            EnrolmentNumber,
            "This is an enrolment (EID) or ABHA number. Aadhaar has 12 digits.",
        ),
        (
            "1234/12345/12345 12/03/2020 10:11:12",
            EnrolmentNumber,
            "This is an enrolment (EID) or ABHA number. Aadhaar has 12 digits.",
        ),
        (
            "XXXX XXXX 2346",
            MaskedNumber,
            "This card hides the first eight digits. Enter all 12, or choose “No Aadhaar”.",
        ),
    ],
)
def test_look_alikes_are_named(typed, error, sentence):
    with pytest.raises(error) as caught:
        parse_aadhaar(typed)

    assert str(caught.value) == sentence


def test_the_mask_shows_four_digits_and_works_from_four():
    assert mask_aadhaar("234123412346") == "XXXX XXXX 2346"
    assert mask_aadhaar("2346") == "XXXX XXXX 2346"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("q=2341%202341%202346&x", "q=XXXX XXXX 2346&x"),
        ("name=%20234123412346", "name=%20XXXX XXXX 2346"),
        ("id_234123412346_2.pdf", "id_XXXX XXXX 2346_2.pdf"),
        ("२३४१ २३४१ २३४६", "XXXX XXXX 2346"),
        ("2341-2341-2346.", "XXXX XXXX 2346."),
        ("VID 9999 4105 7058 12", "VID XXXX XXXX 7058 12"),
        ("2341 2341 2347", "2341 2341 2347"),
        ("phone 9876543210, UHID 2046 8135 771", "phone 9876543210, UHID 2046 8135 771"),
    ],
)
def test_a_number_is_masked_wherever_it_stands(text, kept):
    assert redact(text) == kept


@given(bodies, st.text(), st.text(), st.sampled_from(["", " ", "-", "%20", "+", "\u2013"]))
def test_no_real_number_survives_in_any_text(body, before, after, gap):
    number = body + check_digit(body)
    printed = gap.join([number[:4], number[4:8], number[8:]])

    kept = redact(f"{before} {printed} {after}")

    assert printed not in kept


def test_a_uhid_in_a_log_stays_readable():
    uhids = [new_uhid() for _ in range(200)]

    assert redact(" ".join(uhids)) == " ".join(uhids)


@pytest.fixture
def log(caplog):
    caplog.handler.addFilter(redactor := RedactAadhaar())
    yield caplog
    caplog.handler.removeFilter(redactor)


def test_the_log_masks_message_arguments_and_traceback(log):
    logger = logging.getLogger("hms.test")
    try:
        raise ValueError("duplicate key (aadhaar)=(234123412346)")
    except ValueError:
        logger.exception("saving %s for %s", "2341 2341 2346", "Asha")

    assert log.messages == ["saving XXXX XXXX 2346 for Asha"]
    assert "(aadhaar)=(XXXX XXXX 2346)" in log.text
    assert "234123412346" not in log.text


def test_a_wrong_format_string_is_logged_masked_and_stops_nothing(log):
    logging.getLogger("hms.test").warning("two %s %s", "234123412346")

    assert "XXXX XXXX 2346" in log.messages[0]
    assert "234123412346" not in log.text
