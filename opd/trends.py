"""A row of values as a small line, drawn on the server: points for an SVG and the same in words. Pure."""

from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 150, 30, 4


@dataclass(frozen=True)
class Trend:
    """`points` for a polyline in a WIDTH × HEIGHT box, oldest first; `said` lists the values for who cannot see it."""

    label: str
    values: tuple[Decimal, ...]
    points: str
    last_x: float
    last_y: float
    said: str
    last: str
    unit: str
    flag_css: str = ""
    flag_letter: str = ""


def trend(label: str, values, *, unit: str = "", flag_css: str = "", flag_letter: str = "") -> Trend | None:
    """A line through at least two `values`, oldest first; None for fewer."""
    values = tuple(values)
    if len(values) < 2:
        return None
    places = _places(values)
    x, y = places[-1]
    return Trend(
        label, values, " ".join(f"{a:g},{b:g}" for a, b in places), x, y,
        said=", ".join(map(_shown, values)), last=_shown(values[-1]), unit=unit,
        flag_css=flag_css, flag_letter=flag_letter,
    )  # fmt: skip


def _places(values) -> list[tuple[float, float]]:
    low, high = min(values), max(values)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    room = HEIGHT - 2 * EDGE
    rise = [float((value - low) / (high - low)) if high > low else 0.5 for value in values]
    return [(round(EDGE + step * at, 1), round(HEIGHT - EDGE - share * room, 1)) for at, share in enumerate(rise)]


def _shown(value: Decimal | float) -> str:
    """As written: 51.2 is 51.2, also when it came out of JSON as a float that is only nearly so."""
    return f"{Decimal(str(value)).normalize():f}"
