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
    def parts(self) -> list["Part"]:
        """As paper prints them: a panel takes one row until its first report is there."""
        return [_part(group) for group in self.groups]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def corrected(self) -> list[Line]:
        """Lines whose value was given out and is another one now."""
        return [line for line in self.lines if line.earlier]


@dataclass(frozen=True)
class Part:
    """`lines` of one group; `waiting` is one of them that speaks for a whole panel of which nothing is ready."""

    group: Group
    lines: list[Line]
    waiting: Line | None = None


def _part(group: Group) -> Part:
    is_panel = bool(group.code) and len(group.lines) > 1
    if is_panel and all(line.is_pending for line in group.lines):
        places = {(line.is_sent, line.sent_to) for line in group.lines}
        if len(places) == 1:
            return Part(group, [], group.lines[0])
    return Part(group, group.lines)


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
