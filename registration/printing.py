"""Paper belongs to the app above: it says here which buttons print a visit's slip.

printing.offer(Printing("opd/_print_buttons.html", script="slip-print.js", style="slip.css"))   in AppConfig.ready()
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Printing:
    """A template that takes `visit`, `centre` and `opens_at_once`, with the static files it needs."""

    template: str
    script: str = ""
    style: str = ""


_offered: list[Printing] = []


def offer(printing: Printing) -> None:
    _offered[:] = [printing]


def offered() -> Printing | None:
    """None in an installation without slips."""
    return _offered[0] if _offered else None
