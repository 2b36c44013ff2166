"""What came of typing a line."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entered:
    """The draft afterwards. With a `problem`, a `notice` or `choices` nothing was added and the box keeps its text.

    A notice wants one more look and the same key again; `used` is the key of a bundle that was put in.
    """

    draft: dict
    problem: str = ""
    notice: str = ""
    done: str = ""
    choices: list = field(default_factory=list)

    used: int | None = None

    @property
    def is_taken(self) -> bool:
        return not (self.problem or self.choices or self.notice)


def with_line(draft: dict, section: str, line: dict, box: str) -> Entered:
    """Add the line and empty the box it came from."""
    return Entered({**draft, section: [*draft[section], line], "typing": {**draft["typing"], box: ""}})
