import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.text import clean, clean_lines, graphemes, is_devanagari, latin_digits, truncate, whole_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  Asha   Devi ", "Asha Devi"),
        ("Asha\u00a0Devi\t", "Asha Devi"),
        ("Asha\r\nDevi", "Asha Devi"),
        ("As\u200bha\ufeff De\u00advi", "Asha Devi"),
        ("Asha\x00 Devi\x1b[31m", "Asha Devi[31m"),
        ("राम\u200d\u202eकुमार\u202c", "रामकुमार"),
        ("\u2066राम\u2069", "राम"),
        ("e\u0301", "é"),
        ("\ud800राम", "राम"),
        ("\u3164\u115f\ufe0f", ""),
    ],
)
def test_a_line_holds_what_the_reader_sees_and_nothing_else(typed, meant):
    assert clean(typed) == meant


@pytest.mark.parametrize("word", ["क्\u200dष", "क्\u200cष", "र\u200d्य"])
def test_a_joiner_that_shapes_a_conjunct_stays(word):
    assert clean(f" {word} ") == word


@pytest.mark.parametrize(
    ("typed", "meant"), [("रा\u200dम", "राम"), ("क्\u200d\u200dष", "क्\u200dष"), ("Ra\u200cm", "Ram")]
)
def test_a_joiner_that_shapes_nothing_goes(typed, meant):
    assert clean(typed) == meant


def test_markup_and_formulas_stay_as_typed_because_escaping_is_the_pages_work():
    hostile = "<script>alert(1)</script> {{7*7}} %s%n =cmd|' /C calc'!A0 ../../etc/passwd"

    assert clean(hostile) == hostile


def test_several_lines_keep_their_breaks_and_one_empty_line():
    assert clean_lines("BP  high\r\n\r\n\r\n\r\nReview\u2028soon \n") == "BP high\n\nReview\nsoon"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)

    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(st.text())
def test_what_is_cleaned_can_be_stored(text):
    stored = clean(text)

    stored.encode()
    assert not any(unicodedata.category(sign) == "Cc" for sign in stored)


def test_hindi_digits_become_latin_and_words_stay():
    assert latin_digits("वार्ड ०१२३४५६७८९") == "वार्ड 0123456789"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("र्कि", ["र्कि"]),
        ("श्री", ["श्री"]),
        ("हिंदी", ["हिं", "दी"]),
        ("ज़रा", ["ज़", "रा"]),
        ("जगत्", ["ज", "ग", "त्"]),
        ("Asha", ["A", "s", "h", "a"]),
    ],
)
def test_letters_are_counted_as_read(text, letters):
    assert graphemes(text) == letters


def test_cutting_never_tears_a_conjunct():
    assert truncate("कृष्णा देवी", 3) == "कृष्णा…"
    assert truncate("कृष्णा देवी", 5) == "कृष्णा देवी"
    assert truncate("क्ष" * 300, 10) == "क्ष" * 9 + "…"


@given(st.text())
def test_letters_together_are_the_text(text):
    assert "".join(graphemes(text)) == text


def test_hindi_is_told_from_latin():
    assert is_devanagari("Md आलम")
    assert not is_devanagari("Md Alam 12")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("41", 41), (" ४१ ", 41), ("0", 0), ("999999999", 999999999), ("9999999999", None), ("9" * 5000, None)]
    + [(odd, None) for odd in ("", None, "²", "٣", "-1", "+1", "1.0", "1e3", "1_0", "\x00")],
)
def test_a_whole_number_is_a_few_digits_of_either_script_and_nothing_else(typed, number):
    assert whole_number(typed) == number
