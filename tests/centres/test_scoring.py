"""Points of an inspection, worked out by hand beside them."""

from decimal import Decimal

import pytest

from centres.scoring import Line, change, score


def line(domain="A", *, norm="1", essential=True, value="1", applies=True):
    value = None if value is None else Decimal(value)
    return Line(domain, f"{domain} हिंदी", Decimal(norm), essential, value, applies)


def test_essential_weighs_double():
    """2 of 3 essential: 2/3 of weight 2; nothing of one desirable: 0 of weight 1. 1.333 of 3 is 44.4."""
    points = score([line(norm="3", value="2"), line(essential=False, value="0")])

    assert points["points"] == "44.4"
    assert (points["met"], points["counted"], points["essential"], points["essential_met"]) == (0, 2, 1, 0)


@pytest.mark.parametrize(
    ("value", "points"),
    [("0", "0.0"), ("1", "50.0"), ("2", "100.0"), ("9", "100.0")],
    ids=["none", "half", "all", "more"],
)
def test_more_than_the_norm_is_no_more_than_whole(value, points):
    assert score([line(norm="2", value=value)])["points"] == points


def test_what_does_not_apply_or_was_not_seen_is_left_out():
    points = score([line(value="1"), line(value=None, applies=False), line(value=None)])

    assert (points["points"], points["items"], points["counted"]) == ("100.0", 3, 1)


def test_each_domain_in_its_order_and_one_without_answers_says_nothing():
    domains = score([line("B"), line("A", value="0.5"), line("C", value=None)])["domains"]

    assert [(one["en"], one["points"]) for one in domains] == [("B", "100.0"), ("A", "50.0"), ("C", "")]


def test_halves_go_up():
    """1 of 8 is 12.5; a third of 400 norms: 0.25 of 100 is 0.3 by hand, not 0.2."""
    assert score([line(norm="400", value="1")])["points"] == "0.3"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [("60.0", "55.5", "+4.5"), ("55.5", "60.0", "-4.5"), ("60.0", "60.0", "0"), ("60.0", "", "")],
)
def test_change_since_last_time(now, before, said):
    assert change(now, before) == said
