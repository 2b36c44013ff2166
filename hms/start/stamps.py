"""What was done already, so that a second start takes a second or two."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


class Stamps:
    """A small JSON file: step → what it was made from."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self.done = json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            self.done = {}

    def is_fresh(self, step: str, source: str) -> bool:
        return self.done.get(step) == source

    def put(self, step: str, source: str) -> None:
        self.done[step] = source
        half = self.path.with_suffix(".half")
        half.write_text(json.dumps(self.done, indent=1) + "\n")
        half.replace(self.path)


def digest(files: Iterable[Path]) -> str:
    """One hash of names and contents, in whatever order they came."""
    total = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            total.update(f"{file}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
