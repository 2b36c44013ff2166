import base64
import re
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdfium2
import pytest
from django.utils.html import escape
from weasyprint.urls import FatalURLFetchingError

from hms.lib import pdf
from hms.lib.text import clean

SECRET = "root-secret-in-a-file"
CONJUNCTS = "क्ष त्र ज्ञ श्री र्क कि र्कि द्ध क्त ह्म द्य ट्ट ङ्क र्त्स्न्य ड़ ज़ हृदय"


def inside(document: bytes) -> bytes:
    """The whole file with every compressed stream opened."""
    opened = [document]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return b"\n".join(opened)


def picture(html):
    return pypdfium2.PdfDocument(pdf.render(html))[0].render(scale=2).to_pil().convert("L")


def ink_width(text):
    left, _top, right, _bottom = picture(f"<p>{text}</p>").point(lambda grey: 255 if grey < 128 else 0).getbbox()
    return right - left


def fonts_of(document: bytes) -> set[bytes]:
    return set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", inside(document)))


@pytest.fixture
def outside(tmp_path):
    """A web server that counts its visitors and a file that must not be read."""
    visits = []

    class Visitor(BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Visitor)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    yield f"http://127.0.0.1:{server.server_port}", secret.as_uri(), visits
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="{web}/a.png"><img src="{file}">',
        '<link rel="stylesheet" href="{web}/a.css"><link rel="stylesheet" href="{file}">',
        '<style>@import url("{web}/a.css"); @import "{file}";</style>',
        '<style>@font-face {{font-family:X;src:url("{web}/a.ttf"),local("DejaVu Sans")}}</style><p style="font:9pt X">',
        '<p style="background:url({web}/a.png);list-style:url({file})">x</p>',
        '<p style="content:url({file})">x</p>',
        '<link rel="attachment" href="{file}"><a rel="attachment" href="{file}">x</a>',
        '<svg><image href="{web}/a.png"/><image xlink:href="{file}"/><use href="{web}/a.svg#x"/></svg>',
        '<img src="data:image/svg+xml;base64,{svg}">',
        '<object data="{file}"></object><embed src="{web}/a.svg"><iframe src="{file}"></iframe>',
        '<base href="{web}/"><img src="a.png"><img src="//127.0.0.1/a.png">',
        '<img src="data:text/html,x"><img src="data:image/svg+xml,&lt;svg/&gt;"><img src="static:../settings.py">',
    ],
)
def test_a_page_reaches_neither_the_network_nor_a_file(outside, html):
    web, file, visits = outside
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/b.png"/><image href="{file}"/></svg>'

    document = pdf.render(html.format(web=web, file=file, svg=base64.b64encode(svg.encode()).decode()))

    assert visits == []
    assert SECRET.encode() not in inside(document)
    assert b"/EmbeddedFile" not in inside(document)


def test_a_picture_inside_the_page_is_printed():
    dot = (
        "data:image/png;base64,"
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    )

    blank, dotted = picture("<p></p>"), picture(f'<img src="{dot}" style="width:20mm;height:20mm">')

    assert blank.getextrema() == (255, 255)
    assert dotted.getextrema()[0] == 0


def test_a_fatal_fetching_error_ends_the_page_and_not_the_worker(monkeypatch):
    def fetch(self, url, headers=None):
        raise FatalURLFetchingError(url)

    monkeypatch.setattr(pdf.ClosedFetcher, "fetch", fetch)

    with pytest.raises(pdf.PdfError, match="outside"):
        pdf.render('<img src="data:image/png;base64,x">')


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{7*7}} {% debug %} %s%n",
        "राम\u200d\u202eकुमार",
        "क्ष" * 300,
        "a\x00b\r\nc",
        '<link rel=attachment href="file:///etc/passwd">',
    ],
)
def test_a_hostile_name_prints_on_one_page(typed):
    assert pdf.page_count(f"<h1>{escape(clean(typed))}</h1>") == 1


def test_hindi_is_shaped_into_conjuncts():
    """A joined क्ष is narrower than क् and ष side by side, and an i sign does not add a letter's width after it."""
    assert ink_width("क्ष") < ink_width("क्\u200cष") * 0.8
    assert ink_width("स्त्री") < ink_width("स्\u200cत्\u200cरी") * 0.8


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_our_own_fonts_draw_every_letter_a_slip_needs(weight):
    text = f"{CONJUNCTS} Asha 2046 8135 771 °F SpO₂ µIU 10⁹ ± ≤ ≥ × – — … ₹ ℞ “No” · 12.0–15.0"

    fonts = fonts_of(pdf.render(f'<p style="font-weight:{weight}">{text}</p>'))

    ending = b"-Bold" if weight == "bold" else b""
    assert fonts == {b"Paper" + ending, b"Paper-Hindi" + ending}


def test_pages_are_counted():
    assert pdf.page_count("<p>one</p>") == 1
    assert pdf.page_count('<p style="break-after:page">one</p><p>two</p>') == 2
    assert len(pypdfium2.PdfDocument(pdf.render('<p style="break-after:page">one</p><p>two</p>'))) == 2


def test_a_sheet_is_a5_unless_another_style_says_so():
    width, height = pypdfium2.PdfDocument(pdf.render("<p>x</p>"))[0].get_size()

    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (148, 210)


@pytest.mark.parametrize("name", ["nothing", "../paper", "print/paper", ""])
def test_only_our_own_styles_can_be_named(name):
    with pytest.raises(pdf.PdfError, match=re.escape(f"static/print/{name}.css")):
        pdf.render("<p>x</p>", css_name=name)


def test_missing_fonts_are_said_and_not_replaced(settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    pdf._fonts.cache_clear()
    pdf._parsed.cache_clear()

    with pytest.raises(pdf.PdfError, match="Fonts for paper are missing"):
        pdf.render("<p>x</p>")


def test_warming_loads_fonts_and_styles():
    pdf._fonts.cache_clear()
    pdf._parsed.cache_clear()

    pdf.warm()

    assert pdf._fonts.cache_info().currsize == 1
    assert pdf._parsed.cache_info().currsize == 1


def test_threads_print_the_same_page_at_once():
    html = f"<p>{CONJUNCTS} Asha</p>" * 20

    with ThreadPoolExecutor(4) as pool:
        sizes = {len(document) for document in pool.map(pdf.render, [html] * 12)}

    assert len(sizes) == 1


@pytest.mark.parametrize(
    ("sheet", "pages"), [("slip", 2), ("report", 2), ("register", 2), ("exceptions", 2), ("label", 1)]
)
def test_every_page_of_a_demonstration_says_so(sheet, pages):
    body = (
        '<section><p>one</p></section><p style="break-before: page">two</p>' if pages == 2 else "<section>one</section>"
    )

    marked = pypdfium2.PdfDocument(pdf.render(body, css_name=sheet, is_demo=True))
    real = pypdfium2.PdfDocument(pdf.render(body, css_name=sheet))

    assert ["DEMO" in page.get_textpage().get_text_bounded() for page in marked] == [True] * pages
    assert not any("DEMO" in page.get_textpage().get_text_bounded() for page in real)


def test_a_demonstration_machine_marks_whatever_it_prints(settings):
    settings.DEMO = True

    assert "DEMO" in pypdfium2.PdfDocument(pdf.render("<p>one</p>"))[0].get_textpage().get_text_bounded()
