"""What came of typing a line."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entered:
    """The draft afterwards. With a `problem` or `choices` nothing was added and the box keeps its text."""

    draft: dict
    problem: str = ""
    choices: list = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        return not self.problem and not self.choices


def with_line(draft: dict, section: str, line: dict, box: str) -> Entered:
    """Add the line and empty the box it came from."""
    return Entered({**draft, section: [*draft[section], line], "typing": {**draft["typing"], box: ""}})
