"""Westgard's multirule: is this control run to be accepted, looked at, or rejected? Pure.

Source: Westgard JO, Barry PL, Hunt MR, Groth T. A multi-rule Shewhart chart for quality control in clinical
chemistry. Clin Chem 1981;27:493-501. The rules, in its notation, on z = (value - mean) / SD:

1-2s  one control beyond 2 SD: a warning, look at the other rules
1-3s  one control beyond 3 SD: reject (random error)
2-2s  two consecutive beyond 2 SD on the same side, of one level or across levels of a run: reject (systematic)
R-4s  within one run, one control beyond +2 SD and another beyond -2 SD: reject (random)
4-1s  four consecutive beyond 1 SD on the same side, of one level or across levels: reject (systematic)
10-x  ten consecutive on one side of the mean, of one level or across levels: reject (systematic)

"Beyond" means strictly more; a value exactly on a limit is inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

SOURCE = "Westgard JO et al., Clin Chem 1981;27:493-501"


class Rule(StrEnum):
    WARNING_12S = "1-2s"
    REJECT_13S = "1-3s"
    REJECT_22S = "2-2s"
    REJECT_R4S = "R-4s"
    REJECT_41S = "4-1s"
    REJECT_10X = "10-x"


class Verdict(StrEnum):
    ACCEPT = "accept"
    WARN = "warn"
    REJECT = "reject"


@dataclass(frozen=True)
class Judged:
    """The rules one run broke, in the order they are applied, and what follows."""

    rules: tuple[Rule, ...]

    @property
    def verdict(self) -> Verdict:
        if any(rule is not Rule.WARNING_12S for rule in self.rules):
            return Verdict.REJECT
        return Verdict.WARN if self.rules else Verdict.ACCEPT


def z(value: Decimal, mean: Decimal, sd: Decimal) -> Decimal:
    """How many SD `value` lies from `mean`. Raises ValueError unless the SD is more than zero."""
    if sd <= 0:
        raise ValueError("the SD must be more than zero")
    return (value - mean) / sd


def judge(runs: Sequence[dict[str, Decimal]]) -> Judged:
    """Judge the last of `runs`, oldest first, each the z of its levels: {"1": z, "2": z}. A level may be left out.

    As in the paper, the other rules are looked at only when a control is beyond 2 SD, except 4-1s and 10-x, which
    computers check every time because slow shifts need not pass 2 SD. Raises ValueError for no runs.
    """
    if not runs or not runs[-1]:
        raise ValueError("nothing to judge")
    now = list(runs[-1].values())
    across = [one for run in runs for one in run.values()]
    series = [across, *([run[level] for run in runs if level in run] for level in runs[-1])]
    found = [
        (Rule.WARNING_12S, any(abs(one) > 2 for one in now)),
        (Rule.REJECT_13S, any(abs(one) > 3 for one in now)),
        (Rule.REJECT_22S, any(_same_side(one, 2, 2) for one in series)),
        (Rule.REJECT_R4S, max(now) > 2 and min(now) < -2),
        (Rule.REJECT_41S, any(_same_side(one, 4, 1) for one in series)),
        (Rule.REJECT_10X, any(_same_side(one, 10, 0) for one in series)),
    ]
    return Judged(tuple(rule for rule, is_broken in found if is_broken))


def _same_side(values: list[Decimal], count: int, limit: int) -> bool:
    """The last `count` values all above `+limit`, or all below `-limit`."""
    last = values[-count:]
    if len(last) < count:
        return False
    return all(one > limit for one in last) or all(one < -limit for one in last)
