"""A row of bars as places in an SVG, drawn on the server. Pure."""

from dataclasses import dataclass

WIDTH, HEIGHT = 720, 170
LEFT, TOP, BOTTOM = 8, 20, 22


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, what is written under and above it, and what it says to who cannot see it."""

    x: float
    y: float
    height: float
    middle: float
    label: str
    top: str
    said: str


@dataclass(frozen=True)
class Bars:
    bars: list[Bar]
    wide: float
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = HEIGHT - 6


def bars(values: list[tuple[str, float, str]]) -> Bars | None:
    """`values` are (label under the bar, number, words above it), left to right; None when all are zero."""
    highest = max((number for _label, number, _words in values), default=0)
    if not highest:
        return None
    step = (WIDTH - 2 * LEFT) / len(values)
    room, drawn = HEIGHT - TOP - BOTTOM, []
    for at, (label, number, words) in enumerate(values):
        x, tall = LEFT + at * step, round(room * number / highest, 1)
        top = round(TOP + room - tall, 1)
        drawn.append(
            Bar(round(x + step * 0.12, 1), top, tall, round(x + step / 2, 1), label, words, f"{label}: {words}")
        )
    return Bars(drawn, round(step * 0.76, 1))
