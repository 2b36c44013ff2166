"""What is wrong with a page that works: rules of accessibility, language, width, errors nobody sees, traces left."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from tests.journey import words

AXE_RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
PERSONAL = ("Sunita", "Ramesh", "9876543210", "999952601814")
UNSENT = (
    "htmx:afterRequest",
    "htmx:sendAbort",
    "htmx:sendError",
)  # htmx's own word for what `_failed` hears with its reason
BAD = {"serious", "critical"}
# Every text a person sees on the page that claims no other language, with labels and placeholders.
HINDI_TEXTS = """() => {
  const said = [];
  const isHindi = (it) => it.closest("[lang]")?.lang !== "en";
  const isShown = (it) => !it.closest("script, style, datalist, noscript, kbd") && it.checkVisibility();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const it = walker.currentNode.parentElement;
    if (isHindi(it) && isShown(it)) said.push(walker.currentNode.data);
  }
  for (const it of document.querySelectorAll("[placeholder], [aria-label], [title]")) {
    if (isHindi(it) && it.checkVisibility()) {
      said.push(it.getAttribute("placeholder"), it.getAttribute("aria-label"), it.getAttribute("title"));
    }
  }
  return [document.title, ...said.filter(Boolean)];
}"""
STAYS = """async () => [
  ...Object.entries(localStorage), ...Object.entries(sessionStorage),
  ...(await indexedDB.databases()).map((one) => one.name),
  ...(self.caches ? await caches.keys() : []),
]"""


class Watch:
    """Listens to one browser: other hosts, errors on its console, refused resources."""

    def __init__(self, context, url: str):
        self.host, self.strangers, self.errors = urlsplit(url).netloc, [], []
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != self.host:
            self.strangers.append(request.url)

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # a piece asked for while the person goes on to the next page
            self.errors.append(f"{request.url}: {request.failure}")

    def _console(self, message):
        if message.type in {"error", "warning"} and not message.text.startswith(UNSENT):
            self.errors.append(f"{message.page.url if message.page else '?'}: {message.text}")

    def nothing_wrong(self):
        assert self.strangers == []
        assert self.errors == []


def look(person, name: str) -> None:
    """Note what is wrong with this page; the person's `done` fails with everything noted on the way."""
    picture(person, name)
    for one in wrong(person):
        print(f"{name} ({person.page.url}): {one}")
        person.noted.append(f"{name}: {one}")


def wrong(person):
    page = person.page
    if person.script:
        yield from accessible(page)
    if person.language == "hi":
        yield from words.untranslated(page.evaluate(HINDI_TEXTS))
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if wide > window:
        yield f"{wide} px wide in a window of {window}"


def accessible(page) -> list[str]:
    """The serious findings, each with its rule and its elements."""
    found = Axe().run(page, options=AXE_RULES).response["violations"]
    return [
        f"{one['id']}: {', '.join(node['html'][:120] for node in one['nodes'][:4])}"
        for one in found
        if one["impact"] in BAD
    ]


def picture(person, name: str) -> None:
    """With JOURNEY_SHOTS=<folder> every page looked at is kept as a picture."""
    if folder := os.environ.get("JOURNEY_SHOTS"):
        size = person.page.viewport_size["width"]
        script = "" if person.script else "-plain"
        Path(folder).mkdir(parents=True, exist_ok=True)
        person.page.screenshot(path=f"{folder}/{name}-{person.language}-{size}{script}.png")


def nothing_stays(person) -> None:
    """The browser's own store holds at most which slip was printed, by its code, and htmx's last path."""
    if not person.script or not person.page.url.startswith("http"):
        return
    kept = person.page.evaluate(STAYS)
    assert [one for one in kept if one[0] != "htmx-current-path-for-history" and one[1] != "printed"] == []
    assert not [one for one in kept if any(fact in str(one) for fact in PERSONAL)]
