"""What the system itself knows a centre to have today. Apps above say theirs in `ready()`:

    resources.add(resources.Source("tests", _("Tests"), of))       of(centre) -> list[Resource]

A statement of the person in charge starts from these lines, and what differs from them is pointed out.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Resource:
    """One line. It is either there or not (`is_available`), or counted: `count` fit for use, of `total` known ones.

    `is_known` is False where the line only has to start somewhere. `note` says why not, or where else. `code` names
    the line within its group and stays the same from day to day.
    """

    code: str
    name_en: str
    name_hi: str
    is_available: bool | None = None
    count: int | None = None
    total: int | None = None
    note: str = ""
    is_known: bool = True


@dataclass(frozen=True)
class Source:
    """One group of a statement, in the order of `position`. `hint` says what to look at."""

    group: str
    label: str
    of: Callable
    position: int = 50
    hint: str = ""


_sources: dict[str, Source] = {}


def add(source: Source) -> None:
    _sources[source.group] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.position)


def of(centre) -> list[tuple[Source, list[Resource]]]:
    """Every group with its lines (a fixed number of queries for each group)."""
    return [(source, source.of(centre)) for source in sources()]
