"""Rupees grouped and spelled; examples written by hand."""

from decimal import Decimal

import pytest

from hms.lib import money


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "0.00"),
        ("7", "7.00"),
        ("999", "999.00"),
        ("1000", "1,000.00"),
        ("99999.5", "99,999.50"),
        ("100000", "1,00,000.00"),
        ("1234567", "12,34,567.00"),
        ("123456789.05", "12,34,56,789.05"),
        ("-1234.5", "-1,234.50"),
    ],
)
def test_grouped_as_here(amount, written):
    assert money.grouped(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "शून्य रुपये मात्र"),
        ("1", "एक रुपया मात्र"),
        ("19", "उन्नीस रुपये मात्र"),
        ("100", "एक सौ रुपये मात्र"),
        ("101.50", "एक सौ एक रुपये पचास पैसे मात्र"),
        ("1234567", "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये मात्र"),
        ("10000000", "एक करोड़ रुपये मात्र"),
        ("1234500000.01", "एक सौ तेईस करोड़ पैंतालीस लाख रुपये एक पैसा मात्र"),
        ("59.99", "उनसठ रुपये निन्यानवे पैसे मात्र"),
    ],
)
def test_spelled_in_hindi(amount, said):
    assert money.words(Decimal(amount)) == said


def test_every_number_below_a_hundred_has_a_name_of_its_own():
    assert len(money.NAMES) == len(set(money.NAMES)) == 100


@pytest.mark.parametrize("amount", ["-0.01", "1000000000000"])
def test_no_amount(amount):
    with pytest.raises(ValueError, match="no amount"):
        money.words(Decimal(amount))
