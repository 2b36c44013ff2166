"""Somebody with a browser of their own and a keyboard. There is no mouse here."""

import re
from contextlib import contextmanager

from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.browser import HAND
from tests.centres.factories import PASSWORD
from tests.journey import checks
from tests.journey.town import Town

PATIENCE = 20_000  # milliseconds for one page on a busy machine
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 640}
# What a person is told of the element with the focus: its label, its group, its words. A box to type into, if so asked.
FOCUSED = """(isBox) => {
  const it = document.activeElement;
  if (!it || it === document.body || (isBox && !it.matches("input, select, textarea"))) return "";
  const said = [...(it.labels ?? [])].map((label) => label.innerText);
  said.push(it.closest("fieldset")?.querySelector("legend")?.innerText ?? "", it.getAttribute("aria-label") ?? "");
  if (!it.matches("input, select, textarea")) said.push(it.innerText);
  return said.join(" ");
}"""


class Person:
    """`keys` counts what was pressed besides the text typed: Tab, Enter, function keys, arrows."""

    def __init__(self, chromium: Browser, town: Town, language: str, *, script=True, size=DESK):
        self.town, self.language, self.script, self.keys = town, language, script, 0
        self.noted: list[str] = []
        self.context = chromium.new_context(
            viewport=size, java_script_enabled=script, locale="hi-IN", timezone_id="Asia/Kolkata"
        )
        self.context.set_default_timeout(PATIENCE)
        self.watch = checks.Watch(self.context, town.url)
        self.page: Page = self.context.new_page()

    def say(self, words: str, context: str = "", **filled) -> str:
        """The words as they stand on this person's screen."""
        with translation.override(self.language):
            said = translation.pgettext(context, words) if context else translation.gettext(words)
        return said % filled if filled else said

    def open(self, path: str) -> None:
        self.page.goto(self.town.url + path)

    def look(self, name: str) -> None:
        """What anybody would notice on this page."""
        checks.look(self, name)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def go(self, *keys: str) -> None:
        """Press keys, the last of which leads to another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation(wait_until="load"):
            self.press(keys[-1])

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=HAND if self.script else 0)

    def tab_to(self, words: str, *, most: int = 60, key: str = "Tab", context: str = "", box=False) -> None:
        """Move the focus to the box, button or link said like this; fails after `most` tabs."""
        wanted = _plain(self.say(words, context) if words.isascii() else words)
        for _step in range(most):
            said = _plain(self.page.evaluate(FOCUSED, box))
            if said.startswith(wanted) if box else wanted in said:
                return
            self.press(key)
        raise AssertionError(f"“{wanted}” is not within {most} tabs on {self.page.url}: {self.around()}")

    def back_to(self, words: str, **limits) -> None:
        self.tab_to(words, key="Shift+Tab", **limits)

    def fill(self, label: str, text: str, **limits) -> None:
        self.tab_to(label, box=True, **limits)
        self.type(text)

    @contextmanager
    def papers(self):
        """The PDFs that open while this lasts, as bytes; the browser itself shows or stores them as it likes."""
        caught = []

        def tap(route):
            answer = route.fetch(max_redirects=0)
            if answer.headers.get("content-type", "").startswith("application/pdf"):
                caught.append(answer.body())
            route.fulfill(response=answer)

        self.context.route("**/print/", tap)
        yield caught
        for _tenth in range(100):
            if caught:
                break
            self.page.wait_for_timeout(100)
        self.context.unroute("**/print/")

    @contextmanager
    def weighing(self, *, most: int):
        """The next page is one answer of at most `most` KB; a redirect before it is not a page."""
        answers = []

        def note(response):
            answers.append(response)

        self.page.on("response", note)
        yield
        self.page.remove_listener("response", note)
        pages = [one for one in answers if one.status == 200]
        assert len(pages) == 1
        assert len(pages[0].body()) <= most * 1024

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).filter(visible=True).first.wait_for()

    def around(self) -> str:
        return _plain(self.page.locator("body").inner_text())[:600]

    def sign_in(self, name: str) -> None:
        """By password; the language is chosen at the door."""
        self.open("/sign-in/")
        if self.language == "en":
            self.back_to("English")
            self.go("Enter")
        self.look("sign-in")
        if not self.script:
            self.tab_to("User name")
        self.type(name)
        self.tab_to("Password")
        self.type(PASSWORD)
        self.go("Enter")

    def done(self) -> None:
        """Nothing personal stays in this browser, and nothing went wrong in it."""
        checks.nothing_stays(self)
        self.watch.nothing_wrong()
        assert self.noted == []
        self.context.close()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
