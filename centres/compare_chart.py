"""Centres beside each other as places in an SVG: a bar of the points now, a mark where they stood last time. Pure."""

from dataclasses import dataclass
from decimal import Decimal

WIDTH, ROW, TOP = 860, 30, 22
LEFT, RIGHT = 360, 60  # room for names and for the number behind the bar


@dataclass(frozen=True)
class Bar:
    """One centre: where its line begins, how long the bar is, where it stood last time (None: first visit)."""

    name: str
    code: str
    points: str
    y: int
    width: float
    before_x: float | None
    is_lowest: bool

    @property
    def text_y(self) -> int:
        return self.y + 14

    @property
    def number_x(self) -> float:
        return LEFT + self.width + 6


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    ticks: list[tuple[float, int]]
    height: int
    width: int = WIDTH
    left: int = LEFT


def chart(rows: list[tuple[str, str, str, str]]) -> Chart:
    """`rows` are (name, code, points, points before or ""), in the order they are drawn."""
    lowest = min((Decimal(points) for _name, _code, points, _before in rows if points), default=None)
    bars = [
        Bar(name, code, points, TOP + place * ROW, _x(points), LEFT + _x(before) if before else None,
            bool(points) and len(rows) > 1 and Decimal(points) == lowest)
        for place, (name, code, points, before) in enumerate(rows)
    ]  # fmt: skip
    ticks = [(LEFT + _x(str(at)), at) for at in (0, 25, 50, 75, 100)]
    return Chart(bars, ticks, TOP + len(rows) * ROW + 4)


def _x(points: str) -> float:
    return round((WIDTH - LEFT - RIGHT) * float(points or 0) / 100, 1)
