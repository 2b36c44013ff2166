"""Results over time, a row per test: the newest value, its line, and every earlier value with its day."""

from dataclasses import dataclass

from django.utils.translation import get_language

from opd.trends import Trend, trend

MOST_POINTS = 8


@dataclass(frozen=True)
class Course:
    name: str
    unit: str
    points: list
    line: Trend | None


def over_time(results: dict, text: str = "") -> list[Course]:
    """Out of labs.selectors.history; `text` keeps tests whose name or code has it. No query."""
    wanted = text.lower()
    return [
        _course(points)
        for points in results.values()
        if not wanted or any(wanted in name for name in _names(points[0]))
    ]


def _course(points: list) -> Course:
    newest = points[0]
    numbers = [point.number for point in reversed(points[:MOST_POINTS]) if point.number is not None]
    name = newest.name_hi if get_language() == "hi" else newest.name_en
    return Course(name, newest.shown.unit, points[:MOST_POINTS], trend(name, numbers))


def _names(point) -> tuple[str, str, str]:
    return point.test_code.lower(), point.name_en.lower(), point.name_hi
