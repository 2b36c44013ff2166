"""Doses: read, counted, said."""

import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd.dose_words import EVERY, FOOD, UNITS, instruction
from opd.doses import Dose, DoseError, check_days, for_form, parse_dose, quantity

pytestmark = pytest.mark.usefixtures("english")

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1-0-1", Dose((1, 0, 1))),
        ("१-०-१", Dose((1, 0, 1))),
        ("1 – 0 – 1", Dose((1, 0, 1))),
        ("1+0+1", Dose((1, 0, 1))),
        ("½-0-½", Dose((HALF, 0, HALF))),
        ("1/2-0-1/2", Dose((HALF, 0, HALF))),
        ("0.5-0-0.5", Dose((HALF, 0, HALF))),
        ("1½-0-0", Dose((Fraction(3, 2), 0, 0))),
        ("1 1/2-0-0", Dose((Fraction(3, 2), 0, 0))),
        ("1-1-1-1", Dose((1, 1, 1, 1))),
        ("1-1", Dose((1, 1))),
        ("5-0-5 ml", Dose((5, 0, 5), measure="ml")),
        ("5ml-0-5ml", Dose((5, 0, 5), measure="ml")),
        ("1 गोली-0-1 गोली", Dose((1, 0, 1))),
        ("1-0-1 tab", Dose((1, 0, 1))),
        ("od", Dose(every="OD")),
        ("BID", Dose(every="BD")),
        ("tds", Dose(every="TDS")),
        ("qid", Dose(every="QID")),
        ("HS", Dose(every="HS")),
        ("sos", Dose(every="SOS")),
        ("prn", Dose(every="SOS")),
        ("stat", Dose(every="STAT")),
        ("2 tds", Dose(every="TDS", amount=Fraction(2))),
        ("½ hs", Dose(every="HS", amount=HALF)),
        ("5ml tds", Dose(every="TDS", amount=Fraction(5), measure="ml")),
        ("2.5 ml bd", Dose(every="BD", amount=Fraction(5, 2), measure="ml")),
        ("1 tsp tds", Dose(every="TDS", amount=Fraction(5), measure="ml")),
        ("1 चम्मच tds", Dose(every="TDS", amount=Fraction(5), measure="ml")),
        ("2 drops bd", Dose(every="BD", amount=Fraction(2), measure="drop")),
        ("2 puffs sos", Dose(every="SOS", amount=Fraction(2), measure="puff")),
    ],
)
def test_a_dose_is_read_as_doctors_write_it(typed, meant):
    assert parse_dose(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "-", "0-0-0", "1-0-1-0-1", "1-a-1", "two daily", "1/0-0-1", "-1-0-1", "½½", "1--1", "5 litre bd"]
)
def test_what_is_no_dose_is_refused_in_words(typed):
    with pytest.raises(DoseError) as refused:
        parse_dose(typed)

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("typed", ["1000-0-0", "21-0-0", "101 ml tds", "11 puffs sos", "21 drops bd"])
def test_more_than_anyone_takes_at_once_is_refused(typed):
    with pytest.raises(DoseError, match="too much"):
        parse_dose(typed)


AMOUNTS = st.integers(0, 80).map(lambda quarters: Fraction(quarters, 4))
SLOTS = st.lists(AMOUNTS, min_size=2, max_size=4).filter(any).map(tuple)
DOSES = st.one_of(
    st.builds(Dose, slots=SLOTS, measure=st.sampled_from(["", "ml", "drop"])),
    st.builds(
        Dose,
        every=st.sampled_from(sorted(EVERY)),
        amount=AMOUNTS.filter(lambda amount: 0 < amount <= 10),
        measure=st.sampled_from(["", "ml", "puff"]),
    ),
)


@given(DOSES)
def test_what_is_shown_reads_back_as_the_same_dose(dose):
    assert parse_dose(str(dose)) == dose
    assert len(str(dose)) <= 40


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_reader(text):
    with contextlib.suppress(DoseError):
        assert parse_dose(text).slots or parse_dose(text).every


@given(DOSES, st.integers(1, 365), st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(FOOD)))
def test_every_dose_can_be_said_and_counted_in_both_languages(dose, days, unit, food):
    english, hindi = instruction(dose, unit, food, days)
    counted = quantity(dose, days, unit)

    assert str(days) in english
    assert hindi.endswith(f"{days} दिन")
    assert max(len(english), len(hindi)) <= 240
    assert counted is None or counted >= 1


@pytest.mark.parametrize(
    ("dose", "days", "unit", "count"),
    [
        ("1-1-1", 5, "tablet", 15),
        ("½-0-½", 5, "tablet", 5),
        ("½-0-0", 5, "tablet", 3),
        ("1-0-1", 30, "capsule", 60),
        ("tds", 3, "sachet", 9),
        ("2 wk", 28, "tablet", 8),
        ("alt", 10, "tablet", 5),
        ("stat", None, "tablet", 1),
        ("2 stat", 5, "tablet", 2),
        ("5 ml tds", 5, "bottle", 2),
        ("5-0-5 ml", 3, "bottle", 1),
        ("sos", 5, "tablet", None),
        ("1-0-1", None, "tablet", None),
        ("2 drops bd", 5, "bottle", 1),
        ("10 drops qid", 7, "bottle", 2),
        ("1 spread bd", 5, "tube", 1),
        ("1 spread bd", 30, "tube", 2),
        ("2 puffs bd", 60, "inhaler", 2),
        ("5 ml sos", 5, "bottle", None),
    ],
)
def test_the_quantity_is_counted_or_left_to_the_doctor(dose, days, unit, count):
    assert quantity(parse_dose(dose), days, unit) == (None if count is None else Decimal(count))


@pytest.mark.parametrize(
    ("typed", "form", "unit", "food", "days", "english", "hindi"),
    [
        ("1-1-1", "tablet", "tablet", "PC", 5, "morning 1, noon 1, night 1 tablet — after food, for 5 days",
         "सुबह 1, दोपहर 1, रात 1 गोली — खाने के बाद, 5 दिन"),
        ("0-0-1", "tablet", "tablet", "", 1, "night 1 tablet — for 1 day", "रात 1 गोली — 1 दिन"),
        ("½-0-½", "tablet", "tablet", "WF", 7, "morning ½, night ½ tablet — with food, for 7 days",
         "सुबह आधी, रात आधी गोली — खाने के साथ, 7 दिन"),
        ("½ od", "capsule", "capsule", "", None, "once a day ½ capsule", "दिन में एक बार आधा कैप्सूल"),
        ("2-0-2", "tablet", "tablet", "AC", 5, "morning 2, night 2 tablets — before food, for 5 days",
         "सुबह 2, रात 2 गोली — खाने से पहले, 5 दिन"),
        ("2.5ml tds", "syrup", "bottle", "", 3, "three times a day 2.5 ml — for 3 days",
         "दिन में तीन बार (सुबह-दोपहर-शाम) 2.5 मि.ली. — 3 दिन"),
        ("2 bd", "drops", "bottle", "", 5, "twice a day (morning, evening) 2 drops — for 5 days",
         "दिन में दो बार (सुबह-शाम) 2 बूँद — 5 दिन"),
        ("1-0-1", "ointment", "tube", "", 10, "morning, night: apply a thin layer — for 10 days",
         "सुबह, रात: पतली परत लगाएँ — 10 दिन"),
        ("sos", "sachet", "sachet", "", None, "only when needed 1 sachet", "ज़रूरत पड़ने पर 1 पैकेट"),
    ],
)  # fmt: skip
def test_the_patient_reads_it_in_plain_words(typed, form, unit, food, days, english, hindi):
    dose = for_form(parse_dose(typed), form)

    assert instruction(dose, unit, food, days) == (english, hindi)


@pytest.mark.parametrize(("typed", "form"), [("1 tds", "syrup"), ("5 ml tds", "tablet"), ("2 drops bd", "capsule")])
def test_a_measure_that_does_not_fit_the_form_is_refused(typed, form):
    with pytest.raises(DoseError):
        for_form(parse_dose(typed), form)


@pytest.mark.parametrize("days", [0, -3, 366, 7300])
def test_absurd_days_are_refused(days):
    with pytest.raises(DoseError, match="1 to 365"):
        check_days(days)
