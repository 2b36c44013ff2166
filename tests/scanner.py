"""A scanner at a real browser: its own key events, stamped as a scanner sends them however slow this machine is."""

import time

# Where the signs stand on an American keyboard, which scanners imitate.
SHIFT = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))
CODES = {
    "`": "Backquote", "-": "Minus", "=": "Equal", "[": "BracketLeft", "]": "BracketRight", "\\": "Backslash",
    ";": "Semicolon", "'": "Quote", ",": "Comma", ".": "Period", "/": "Slash", " ": "Space",
}  # fmt: skip
ENDS = {"Enter": 13, "Tab": 9}
APART = 0.012  # seconds between two keys of a scanner


class Scanner:
    """Plugged in beside the keyboard of one page; what it sends lands wherever the cursor stands."""

    def __init__(self, page):
        self.devtools, self.clock = page.context.new_cdp_session(page), 0.0

    def scan(self, text: str, end: str = "Enter", hindi: dict | None = None) -> None:
        """`hindi`: what a Hindi keyboard writes for each sign."""
        self.clock = time.time()
        for sign in text:
            self._key(sign, hindi.get(sign, sign) if hindi else sign)
        if end:
            event = {"key": end, "code": end, "windowsVirtualKeyCode": ENDS[end], "timestamp": self.clock}
            self.press({**event, "text": "\r"} if end == "Enter" else event)

    def press(self, event: dict, kind: str = "keyDown") -> None:
        self.devtools.send("Input.dispatchKeyEvent", {"type": kind, **event})

    def _key(self, sign: str, shown: str) -> None:
        base = SHIFT.get(sign, sign.lower())
        code = CODES.get(base) or (f"Digit{base}" if base.isdigit() else f"Key{base.upper()}")
        shift = 8 if sign in SHIFT or sign.isupper() else 0
        self.press({"key": shown, "text": shown, "code": code, "modifiers": shift, "timestamp": self.clock})
        self.clock += APART
