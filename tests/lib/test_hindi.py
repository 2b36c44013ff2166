import io
import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import trans_real

from hms.lib.dates import age_on, parse_birth
from hms.lib.ids import parse_uhid
from hms.messages.found import in_python

CONSTRAINTS = Path("hms/lib/constraints.py")
TODAY = date(2026, 11, 22)
BLANK = re.compile(r"%\(\w+\)\w")


@pytest.fixture(scope="module")
def catalogue():
    with Path("hms/locale/hi/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="hi")


def test_every_sentence_about_ids_dates_and_rules_is_in_hindi_with_the_same_blanks(catalogue):
    sentences = {
        message.text
        for path in [*Path("hms/lib/ids").glob("*.py"), *Path("hms/lib/dates").glob("*.py"), CONSTRAINTS]
        for message in in_python(path.read_text(encoding="utf-8"), str(path))
    }

    assert len(sentences) > 40
    for sentence in sentences:
        hindi = catalogue.get(sentence)
        assert hindi is not None, sentence
        for form in hindi.string if hindi.pluralizable else [hindi.string]:
            assert form, sentence
            assert sorted(BLANK.findall(form)) == sorted(BLANK.findall(sentence)), sentence


@pytest.mark.parametrize(
    ("birth", "label"),
    [
        (date(2026, 11, 2), "20 दिन"),
        (date(2026, 3, 22), "8 माह"),
        (date(2024, 5, 22), "2 व 6 माह"),
        (date(1986, 11, 22), "40 व"),
    ],
)
def test_an_age_is_short_in_hindi_too(birth, label):
    with translation.override("hi"):
        assert age_on(birth, TODAY).label == label


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda: parse_uhid("2046"), "UHID में 11 अंक होते हैं; यहाँ 4 हैं।"),
        (lambda: parse_birth("2030", TODAY), "यह तारीख़ अभी आई नहीं है।"),
    ],
)
def test_an_error_speaks_the_language_of_the_page(read, sentence):
    with translation.override("hi"):
        with pytest.raises(ValueError) as caught:
            read()

        assert str(caught.value) == sentence


def test_compiling_is_seen_by_the_process_that_compiled():
    """A first start compiles and then makes the demo, whose reports freeze Hindi and English."""
    with translation.override("hi"):
        translation.gettext("Slip no.")
    call_command("compile_hindi", stdout=io.StringIO())

    assert trans_real._translations == {}
