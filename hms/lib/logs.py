"""One log record, one line: no forged lines, no request bodies, no query strings."""

import logging


class LineFormatter(logging.Formatter):
    """`2026-11-22T09:42:11+0530 WARNING name message`, with line breaks and escapes made visible."""

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", self.default_time_format)

    def formatMessage(self, record):  # noqa: N802 (logging's own name)
        line = super().formatMessage(record)
        return line.replace("\r", "\\r").replace("\n", "\\n").replace("\x1b", "\\x1b")
