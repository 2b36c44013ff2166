import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.ids import (
    CODE_ALPHABET,
    HasLetters,
    MissingId,
    WrongCheck,
    WrongLength,
    format_code,
    new_token,
    parse_code,
    random_code,
    token_hash,
)

codes = st.builds(random_code)


def test_letters_that_look_alike_are_never_printed():
    assert len(CODE_ALPHABET) == 31
    assert not set("01OIL") & set(CODE_ALPHABET)


def test_a_code_is_printed_in_fours_and_read_back_as_typed():
    code = random_code()

    assert re.fullmatch(f"[{CODE_ALPHABET}]{{4}}-[{CODE_ALPHABET}]{{4}}", format_code(code))
    assert parse_code(f" {format_code(code).lower()} ") == code
    assert parse_code(" ".join(code)) == code


@pytest.mark.parametrize("length", [6, 8, 12])
def test_other_lengths_work_the_same(length):
    assert parse_code(random_code(length), length) is not None


@pytest.mark.parametrize(
    ("typed", "error", "sentence"),
    [
        ("", MissingId, "Enter the code."),
        ("K7MQ-3TXO", HasLetters, "Codes never have “O”. Look at the paper again."),
        ("K7MQ", WrongLength, "This code has 8 letters and digits; you typed 4."),
        ("2222-2223", WrongCheck, "One letter or digit of this code is wrong. Look at the paper again."),
    ],
)
def test_what_is_wrong_is_said(typed, error, sentence):
    with pytest.raises(error) as caught:
        parse_code(typed)

    assert str(caught.value) == sentence


@given(codes, st.integers(0, 7), st.sampled_from(CODE_ALPHABET))
def test_every_single_wrong_letter_is_caught(code, place, letter):
    wrong = code[:place] + letter + code[place + 1 :]

    if wrong != code:
        with pytest.raises(WrongCheck):
            parse_code(wrong)


@given(codes, st.integers(0, 7), st.integers(0, 7))
def test_every_two_letters_that_change_places_are_caught(code, one, other):
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]

    if "".join(letters) != code:
        with pytest.raises(WrongCheck):
            parse_code("".join(letters))


def test_a_token_has_128_bits_and_only_its_hash_is_kept():
    token = new_token()

    assert re.fullmatch("[A-Za-z0-9_-]{22}", token)
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert token not in token_hash(token)


def test_tokens_use_every_letter_at_every_place():
    tokens = [new_token() for _ in range(10_000)]

    assert len(set(tokens)) == 10_000
    for place in range(21):  # the last letter carries only two bits
        assert len({token[place] for token in tokens}) == 64
