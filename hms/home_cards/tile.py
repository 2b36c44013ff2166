"""One card of a home."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """One number and what it counts. `alarm` is "late", "stop" or ""; `more` says in words what it means."""

    what: str
    count: int | None = None
    more: str = ""
    url: str = ""
    alarm: str = ""
    key: str = ""

    @property
    def tone(self) -> str:
        return self.alarm or ("quiet" if self.count == 0 else "")

    @property
    def is_work(self) -> bool:
        return bool(self.url) and self.count != 0
