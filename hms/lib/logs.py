"""One log record, one line: no forged lines, no request bodies, no query strings, no tokens in paths."""

import logging
import re

# What opens a door by itself: a slip's link, a one-time password link. gunicorn and nginx hide the same.
OPENS_A_DOOR = re.compile(r"/(r|s|set-password)/[^/\s?\"']+")


class LineFormatter(logging.Formatter):
    """`2026-11-22T09:42:11+0530 WARNING name message`, with line breaks and escapes made visible."""

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", self.default_time_format)

    def formatMessage(self, record):  # noqa: N802 (logging's own name)
        line = OPENS_A_DOOR.sub(r"/\1/…", super().formatMessage(record))
        return line.replace("\r", "\\r").replace("\n", "\\n").replace("\x1b", "\\x1b")
