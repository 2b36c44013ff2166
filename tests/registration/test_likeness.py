"""Points of likeness. Pure: no database."""

import datetime

import pytest

from registration.likeness import ASKED_FROM, SHOWN_FROM, Traits, Why, jaro_winkler, likeness

SUNITA = Traits(
    name="सुनीता देवी",
    guardian="रमेश कुमार यादव",
    sex="F",
    birth=datetime.date(1986, 3, 5),
    phone="9876543210",
    ward="14",
    pincode="800001",
)


def changed(**changes) -> Traits:
    return Traits(**{**vars(SUNITA), **changes})


@pytest.mark.parametrize(
    ("other", "points", "reasons"),
    [
        (changed(), 16, [Why.PHONE, Why.NAME, Why.GUARDIAN, Why.BIRTH, Why.PLACE]),
        (changed(name="Sunita Devi"), 16, [Why.PHONE, Why.NAME, Why.GUARDIAN, Why.BIRTH, Why.PLACE]),
        (changed(phone="", guardian="", ward="", pincode=""), 8, [Why.NAME, Why.BIRTH]),
        (changed(is_estimated=True), 14, [Why.PHONE, Why.NAME, Why.GUARDIAN, Why.AGE_NEAR, Why.PLACE]),
        (changed(sex="M"), 9, [Why.PHONE, Why.NAME, Why.GUARDIAN, Why.BIRTH, Why.SEX_DIFFERS, Why.PLACE]),
        (changed(birth=datetime.date(1970, 1, 1)), 8, [Why.PHONE, Why.NAME, Why.GUARDIAN, Why.AGE_FAR, Why.PLACE]),
        (Traits(name="Rakesh Sahni"), -6, [Why.NAME_DIFFERS]),
        (Traits(), 0, []),
        (
            changed(name="Sunita Kumari", guardian="Mohan", relation="F"),
            12,
            [Why.PHONE, Why.NAME_GIVEN, Why.BIRTH, Why.PLACE],
        ),
        (
            changed(guardian="महेश साह"),
            10,
            [Why.PHONE, Why.NAME, Why.GUARDIAN_DIFFERS, Why.BIRTH, Why.PLACE],
        ),
    ],
)
def test_points_follow_the_table(other, points, reasons):
    found = likeness(SUNITA, other)

    assert (found.points, found.reasons) == (points, reasons)


def test_one_aadhaar_is_enough_to_ask():
    found = likeness(SUNITA, Traits(name="Rakesh"), same_aadhaar=True)

    assert (found.points >= ASKED_FROM, found.reasons) == (True, [Why.AADHAAR])


def test_a_whole_family_on_one_phone_is_not_asked_about():
    husband = Traits(name="Ramesh Kumar Yadav", sex="M", birth=datetime.date(1980, 1, 1), phone="9876543210", ward="14")

    assert likeness(SUNITA, husband).points < SHOWN_FROM


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("martha", "marhta", 0.961), ("dwayne", "duane", 0.84), ("", "a", 0.0), ("same", "same", 1.0), ("ab", "xy", 0.0)],
)
def test_jaro_winkler_agrees_with_the_published_examples(one, other, near):
    assert jaro_winkler(one, other) == pytest.approx(near, abs=0.001)
