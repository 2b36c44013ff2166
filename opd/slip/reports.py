"""Which tests of a visit an audience sees. 2 queries however many tests."""

from dataclasses import dataclass, replace

from labs.selectors import Group, Line, slip_lines


@dataclass(frozen=True)
class Reports:
    """`withheld` counts sensitive tests left out; `pending` all those without a report, left out or not."""

    groups: list[Group]
    withheld: int
    pending: int

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def corrected(self) -> list[Line]:
        """Lines whose value was given out and is another one now."""
        return [line for line in self.lines if line.earlier]


def reports(visit, *, leave_out_sensitive: bool) -> Reports:
    groups = slip_lines(visit)
    everything = [line for group in groups for line in group.lines]
    if leave_out_sensitive:
        groups = [replace(group, lines=[line for line in group.lines if not line.is_sensitive]) for group in groups]
    shown = [group for group in groups if group.lines]
    return Reports(
        groups=shown,
        withheld=len(everything) - sum(len(group.lines) for group in shown),
        pending=sum(line.is_pending for line in everything),
    )
