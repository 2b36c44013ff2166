"""From the order to the slip, through the services, as a morning at the bench goes."""

import pytest

from labs import selectors
from tests.labs.factories import released

pytestmark = pytest.mark.django_db


def test_a_released_value_stands_on_the_slip_with_range_and_flag(visit):
    released(visit, {"HB": "9.8"})

    [group] = selectors.slip_lines(visit)
    [line] = group.lines

    assert (line.name_hi, line.result.value, line.result.unit) == ("हीमोग्लोबिन", "9.8", "g/dL")
    assert (line.result.flag_letter, line.result.flag_word, line.result.range_text) == ("L", "कम", "12.0–15.5")
    assert visit.reports.get().kind == "first"
