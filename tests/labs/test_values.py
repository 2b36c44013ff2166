"""What technicians type, and what is meant by it."""

from decimal import Decimal

import pytest

from labs import values
from labs.codes import format_sample_code, new_sample_code, parse_sample_code
from labs.errors import LabError, NotPossible
from tests.labs.factories import TestFactory

HB = {"code": "HB", "name_hi": "हीमोग्लोबिन"}
PLT = {"code": "PLT", "unit": "/uL", "decimals": 0, "possible_low": Decimal(1000), "possible_high": Decimal(3000000)}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("9.8", "9.8"),
        ("९.८", "9.8"),
        (" 9.8 ", "9.8"),
        ("9.80", "9.8"),
        ("\u200b9.8", "9.8"),
        ("30", "30"),
        ("9.8 g/dL", "9.8"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, number):
    assert values.read(TestFactory.build(**HB), typed).number == Decimal(number)


@pytest.mark.parametrize(("typed", "number"), [("1,50,000", 150000), ("150,000", 150000), ("90 000", 90000)])
def test_commas_between_thousands_are_understood(typed, number):
    assert values.read(TestFactory.build(**PLT), typed).number == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("9,8", "अल्पविराम नहीं, दशमलव बिंदु लगाएँ: 9.8"),
        ("98", "हीमोग्लोबिन 98 g/dL नहीं हो सकता: 1 से 30 तक ही संभव है। दशमलव और अंक देखें।"),
        ("<5", "सिर्फ़ संख्या लिखें। “<” या “>” के साथ सीमा से मिलान नहीं हो सकता।"),
        ("98 g/L", "सिर्फ़ संख्या लिखें, g/dL में। “g/L” को बदला नहीं जाता।"),
        ("9.84", "दशमलव के बाद ज़्यादा से ज़्यादा 1 अंक।"),
        ("nine", "संख्या लिखें, जैसे 12.0।"),
        ("-9", "संख्या लिखें, जैसे 12.0।"),
        ("1e3", "संख्या लिखें, जैसे 12.0।"),
        ("NaN", "संख्या लिखें, जैसे 12.0।"),
        ("9" * 400, "संख्या लिखें, जैसे 12.0।"),
        ("<script>alert(1)</script>", "सिर्फ़ संख्या लिखें। “<” या “>” के साथ सीमा से मिलान नहीं हो सकता।"),
    ],
)
def test_nonsense_is_refused_with_a_sentence_that_says_why(typed, sentence):
    with pytest.raises(NotPossible) as refusal:
        values.read(TestFactory.build(**HB), typed)

    assert str(refusal.value) == sentence


def test_a_choice_must_be_one_of_the_tests_own():
    test = TestFactory.build(result_type="coded", choices_en=["Negative", "Positive"])

    assert values.read(test, "Positive").words == "Positive"
    with pytest.raises(NotPossible):
        values.read(test, "पॉजिटिव शायद")


def test_words_keep_their_lines_and_lose_what_cannot_be_seen():
    test = TestFactory.build(result_type="text")

    assert values.read(test, "Ova seen\r\n++ \u202eabc\x00").words == "Ova seen\n++ abc"


def test_words_have_an_end():
    with pytest.raises(NotPossible) as refusal:
        values.read(TestFactory.build(result_type="text"), "क" * 501)

    assert str(refusal.value) == "ज़्यादा से ज़्यादा 500 अक्षर; इसमें 501 हैं।"


def test_a_sample_code_survives_every_way_of_typing_it():
    code = new_sample_code()

    for typed in (code, code.lower(), code[1:], format_sample_code(code), f" {code} "):
        assert parse_sample_code(typed) == code


def test_a_wrong_digit_of_a_sample_code_is_noticed():
    code = new_sample_code()
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)

    with pytest.raises(LabError) as refusal:
        parse_sample_code(wrong)

    assert str(refusal.value) == "इस सैंपल कोड का एक अंक ग़लत है। लेबल फिर देखें।"
