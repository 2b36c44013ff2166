"""The small line of values, and what is said of it."""

from decimal import Decimal

import pytest

from opd.trends import trend


@pytest.mark.parametrize(
    ("values", "last", "said"),
    [
        ([52.0, 51.2], "51.2", "52, 51.2"),
        ([Decimal("8.10"), Decimal("9.80")], "9.8", "8.1, 9.8"),
        ([120, 148], "148", "120, 148"),
    ],
)
def test_values_are_said_as_they_were_written(values, last, said):
    line = trend("Weight", values, unit="kg")

    assert (line.last, line.said) == (last, said)


def test_one_value_is_no_line():
    assert trend("Weight", [51.2]) is None
