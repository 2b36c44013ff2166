"""The multirule of Westgard et al., Clin Chem 1981;27:493-501: each rule at the edge its definition gives."""

from decimal import Decimal

import pytest

from labs import levey_jennings, westgard
from labs.westgard import Rule, Verdict


def runs(*levels):
    """One level's z, oldest first; a tuple is both levels of one run."""
    return [
        {str(number): Decimal(str(one)) for number, one in enumerate(run if isinstance(run, tuple) else (run,), 1)}
        for run in levels
    ]


def broken(*levels) -> set[str]:
    return {str(rule) for rule in westgard.judge(runs(*levels)).rules}


@pytest.mark.parametrize(
    ("series", "rules"),
    [
        ([0.3], set()),
        ([2.0], set()),  # on the limit is inside
        ([2.1], {"1-2s"}),
        ([-2.1], {"1-2s"}),
        ([3.0], {"1-2s"}),
        ([3.1], {"1-2s", "1-3s"}),
        ([-3.1], {"1-2s", "1-3s"}),
        ([2.1, 2.2], {"1-2s", "2-2s"}),
        ([2.1, -2.2], {"1-2s"}),  # on both sides, in two runs: neither 2-2s nor R-4s
        ([2.1, 0.5, 2.2], {"1-2s"}),
        ([(2.1, 2.2)], {"1-2s", "2-2s"}),  # across two levels of one run
        ([(2.1, -2.1)], {"1-2s", "R-4s"}),
        ([(2.1, -1.9)], {"1-2s"}),
        ([1.1, 1.2, 1.3, 1.4], {"4-1s"}),
        ([1.1, 1.2, 1.0, 1.4], set()),
        ([-1.1, -1.2, -1.3, -1.4], {"4-1s"}),
        ([(1.1, 1.2), (1.3, 1.4)], {"4-1s"}),  # across levels
        ([(1.1, 0), (1.2, 0), (1.3, 0), (1.4, 0)], {"4-1s"}),  # within one level
        ([0.1] * 9, set()),
        ([0.1] * 10, {"10-x"}),
        ([-0.1] * 10, {"10-x"}),
        ([0.1] * 9 + [0], set()),  # on the mean is on no side
        ([0.1] * 9 + [-0.1] + [0.1] * 9, set()),
        ([(0.1, 0.2)] * 5, {"10-x"}),  # across levels
        ([(0.1, -0.2)] * 10, {"10-x"}),  # each level alone
    ],
)
def test_each_rule_at_its_edge(series, rules):
    assert broken(*series) == rules


@pytest.mark.parametrize(
    ("series", "verdict"),
    [([0.5], Verdict.ACCEPT), ([2.5], Verdict.WARN), ([3.5], Verdict.REJECT), ([0.1] * 10, Verdict.REJECT)],
)
def test_only_the_warning_rule_alone_is_a_warning(series, verdict):
    assert westgard.judge(runs(*series)).verdict is verdict


# A month of two controls, written after the situations the paper's figures show, in its order: quiet days, a warning
# that passes, a random error, a shift that grows, one control high and the other low.
MONTH = [
    ((200, 250), set()), ((203, 247), set()), ((197, 252), set()), ((209, 251), {"1-2s"}), ((199, 248), set()),
    ((213, 249), {"1-2s", "1-3s"}), ((198, 253), set()), ((209, 261), {"1-2s", "2-2s"}), ((198, 249), set()),
    ((209, 239), {"1-2s", "R-4s"}), ((199, 251), set()), ((205, 256), set()), ((205, 256), {"4-1s"}),
]  # fmt: skip


def test_a_month_of_two_controls_is_judged_day_by_day():
    lots = {"1": (Decimal(200), Decimal(4)), "2": (Decimal(250), Decimal(5))}
    seen, found = [], []
    for (one, two), _rules in MONTH:
        seen.append({"1": westgard.z(Decimal(one), *lots["1"]), "2": westgard.z(Decimal(two), *lots["2"])})
        found.append({str(rule) for rule in westgard.judge(seen).rules})

    assert found == [rules for _values, rules in MONTH]


def test_nothing_is_judged_of_nothing():
    with pytest.raises(ValueError, match="nothing to judge"):
        westgard.judge([])
    with pytest.raises(ValueError, match="more than zero"):
        westgard.z(Decimal(1), Decimal(1), Decimal(0))


def test_the_chart_puts_the_mean_in_the_middle_and_keeps_the_furthest_inside():
    points = [(Decimal(0), "a", "ok"), (Decimal(9), "b", "reject"), (Decimal(-9), "c", "reject")]
    drawn = levey_jennings.chart(points, mean=Decimal(200), sd=Decimal(4), decimals=0)

    assert [line.said for line in drawn.lines] == ["212", "208", "204", "200", "196", "192", "188"]
    assert drawn.dots[0].y == next(line.y for line in drawn.lines if line.sd == 0)
    assert [dot.is_beyond for dot in drawn.dots] == [False, True, True]
    assert all(0 < dot.y < drawn.height for dot in drawn.dots)
    assert Rule.REJECT_10X == "10-x"
