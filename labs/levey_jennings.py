"""A Levey-Jennings chart as places in an SVG: control values against their mean and SD, oldest at the left. Pure."""

from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 22
FURTHEST = Decimal("3.9")  # SD; what lies beyond is drawn at the edge


@dataclass(frozen=True)
class Line:
    """One horizontal line: at how many SD, its height, and the value it stands for."""

    sd: int
    y: float
    said: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    z: Decimal
    said: str
    css: str
    is_beyond: bool  # drawn at the edge, because it lies further out


@dataclass(frozen=True)
class Chart:
    lines: list[Line]
    dots: list[Dot]
    points: str
    ends: list[tuple[float, str]]  # where the first and the last day stand, and their words
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def chart(values: list[tuple[Decimal, str, str]], *, mean: Decimal, sd: Decimal, decimals: int, days=()) -> Chart:
    """`values` are (z, what is said of it, css class) of one level, oldest first; `days` the words of their days."""
    lines = [Line(step, _y(Decimal(step)), f"{mean + step * sd:.{decimals}f}") for step in (3, 2, 1, 0, -1, -2, -3)]
    dots = [
        Dot(_x(at, len(values)), _y(one), one, said, css, abs(one) > FURTHEST)
        for at, (one, said, css) in enumerate(values)
    ]
    ends = [(dots[at].x, days[at]) for at in (0, len(days) - 1)[: len(set(days))]]
    return Chart(lines, dots, " ".join(f"{dot.x:g},{dot.y:g}" for dot in dots), ends)


def _x(at: int, count: int) -> float:
    room = WIDTH - LEFT - RIGHT - 20
    return round(LEFT + 10 + (room * at / (count - 1) if count > 1 else room / 2), 1)


def _y(z: Decimal) -> float:
    inside = max(-FURTHEST, min(FURTHEST, z))
    room = HEIGHT - TOP - BOTTOM
    return round(TOP + room * float((4 - inside) / 8), 1)
