"""One person's keyboard, eyes and patience: keys, decisions, pages and server time of a piece of work in Chromium.

A key is one key pressed, so Ctrl+Enter is two; a scan is none. The estimate is 200 ms a key and 1.35 s for each
decision (K and M of the keystroke-level model: Card, Moran and Newell 1980), to which the server's time is added.
"""

KEY, DECISION = 0.2, 1.35  # seconds
FOCUSED = "document.activeElement?.name || document.activeElement?.id || document.activeElement?.tagName"
CLICKED = "window.addEventListener('pointerdown', () => console.debug('bench: a click'), true)"


class Hands:
    """Typed slower than a scanner. `pages` are answers that stood on the screen, `server` their seconds together."""

    def __init__(self, page):
        self.page = page
        self.start()
        page.add_init_script(CLICKED)
        page.on("console", lambda line: self._note_click(line.text))
        page.on("requestfinished", self._note_page)

    def start(self) -> None:
        self.keys = self.decisions = self.clicks = self.pages = 0
        self.server = 0.0

    def _note_click(self, text: str) -> None:
        self.clicks += text == "bench: a click"

    def _note_page(self, request) -> None:
        """Redirects are the server's time too, but no page."""
        if not request.is_navigation_request() or request.frame != self.page.main_frame:
            return
        timing, answer = request.timing, request.response()
        self.server += max(0.0, timing["responseEnd"] - timing["requestStart"]) / 1000
        self.pages += bool(answer and answer.status == 200)

    def decide(self, times: int = 1) -> None:
        self.decisions += times

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Devanagari counts as on an InScript keyboard: one key for each sign."""
        self.keys += len(text)
        self.page.keyboard.type(text, delay=80)

    def tab_to(self, name: str, most: int = 12) -> None:
        """To the box of that name or id, counting each Tab."""
        for step in range(most + 1):
            if self.page.evaluate(FOCUSED) in (name, f"id_{name}"):
                return
            if step < most:
                self.press("Tab")
        raise AssertionError(f"{name} is not within {most} tabs: the cursor is in {self.page.evaluate(FOCUSED)}")

    def fill(self, name: str, text: str) -> None:
        self.decide()
        self.tab_to(name)
        self.type(text)

    def sees(self, selector: str) -> None:
        self.page.wait_for_selector(selector)

    @property
    def estimate(self) -> float:
        return self.keys * KEY + self.decisions * DECISION + self.server
