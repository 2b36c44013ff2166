"""HTML to paper, without network, files or fonts of the machine it runs on.

Fonts, style sheets and Pango's state are prepared once in each process and shared: that takes a slip from
about 300 ms to about 120. Pages are made one at a time in a process, as Pango's objects are not for two threads.
"""

import re
from collections.abc import Iterable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansDevanagari-Bold.ttf",
)
BASE_CSS = "paper"
_PICTURES = ("data:image/png;base64,", "data:image/svg+xml;base64,")
# Noto Sans cannot draw these. Another font of the machine would, or, where there is none, an empty box.
_DRAWABLE = str.maketrans({"≤": "&lt;=", "≥": "&gt;=", "≠": "&lt;&gt;", "≈": "~", "→": "-&gt;", "←": "&lt;-"})
_one_at_a_time = RLock()


class PdfError(Exception):
    """The page could not be made into a PDF."""


class ClosedFetcher(URLFetcher):
    """Answers pictures inside the page and our own fonts as static:NAME; refuses every other address."""

    def __init__(self):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url, headers=None):
        if url.startswith("static:"):
            return URLFetcherResponse(url, _fonts()[url.removeprefix("static:")], {"Content-Type": "font/ttf"})
        if not url.startswith(_PICTURES):
            raise ValueError("Paper may hold only its own pictures and fonts.")
        return super().fetch(url, headers)


def render(html: str, *, css_name: str | Iterable[str] = (), is_demo: bool = False) -> bytes:
    """A PDF of `html`, styled by static/print/paper.css and then by each named sheet: "slip", "report".

    Every page of a demonstration says so: of this place (`is_demo`) or of the whole machine (HMS_DEMO).
    What the page tries to fetch is left out and logged. Raises PdfError when fonts or a sheet are missing.
    """
    names = _names(css_name, is_demo)
    with _closed():
        return _laid_out(html, names).write_pdf()


def render_parts(parts: list[str], *, css_name: str | Iterable[str] = (), is_demo: bool = False) -> bytes:
    """One PDF of several pages of HTML. Between the parts other people's papers get their turn."""
    names = _names(css_name, is_demo)
    documents = []
    for html in parts:
        with _closed():
            documents.append(_laid_out(html, names))
    with _closed():
        first = documents[0]
        return first.copy([page for document in documents for page in document.pages]).write_pdf()


def page_count(html: str, *, css_name: str | Iterable[str] = ()) -> int:
    """How many sheets of paper render() would need. Costs nearly as much as render()."""
    with _closed():
        return len(_laid_out(html, css_name).pages)


def warm(*css_names: str) -> None:
    """Load fonts and the named sheets, and print one page, before the first patient waits for it.

    Call it in each worker after the fork (gunicorn's post_worker_init): the fonts lie in a directory that goes
    with the process that made it.
    """
    render('<p lang="hi">पर्चा <b>क्ष</b> Slip <b>1</b></p>', css_name=css_names)


def _names(css_name: str | Iterable[str], is_demo: bool) -> list[str]:
    names = [css_name] if isinstance(css_name, str) else list(css_name)
    if is_demo or settings.DEMO:
        names.append("demo_label" if "label" in names else "demo")
    return names


@contextmanager
def _closed():
    with _one_at_a_time:
        try:
            yield
        except FatalURLFetchingError as error:  # a BaseException: "except Exception" would let it end the worker
            raise PdfError("The page asked for something from outside.") from error


def _laid_out(html: str, css_name: str | Iterable[str]) -> Document:
    names = [css_name] if isinstance(css_name, str) else list(css_name)
    sheets = [_sheet(name) for name in [BASE_CSS, *names]]
    page = HTML(string=html.translate(_DRAWABLE), url_fetcher=ClosedFetcher())
    return page.render(font_config=_font_configuration(), stylesheets=sheets)


def _sheet(name: str) -> CSS:
    path = finders.find(f"print/{name}.css") if re.fullmatch("[a-z_]+", name) else None
    if path is None:
        raise PdfError(f"There is no static/print/{name}.css.")
    return _parsed(Path(path), Path(path).stat().st_mtime_ns)


@cache
def _parsed(path: Path, changed_at: int) -> CSS:
    _fonts()  # here, because WeasyPrint only notes a font it cannot load and goes on without
    text = path.read_text(encoding="utf-8")
    return CSS(string=text, url_fetcher=ClosedFetcher(), font_config=_font_configuration())


@cache
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@cache
def _fonts() -> dict[str, bytes]:
    try:
        return {name: (Path(settings.FONTS_DIR) / name).read_bytes() for name in FONTS}
    except FileNotFoundError as error:
        raise PdfError("Fonts for paper are missing: run `python -m hms.lib.fonts`.") from error
