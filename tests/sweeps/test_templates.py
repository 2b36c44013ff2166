"""Every template compiles, is translated whole, and holds no script or style of its own."""

import re
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.template.loader import get_template

from tests.sweeps import source

TEMPLATES = [str(path.relative_to(source.ROOT / "templates")) for path in source.templates()]
PAGES = [name for name in TEMPLATES if name.endswith(".html")]

# What may carry CSS inside, and why. Its text is fixed: no {{ }} in it.
INLINE_STYLE = {
    "labs/report_check.html": "a page of 3 KB for anybody's phone; its own policy allows this one style by hash",
    "phone_base.html": "phones: one request of 14 KB; its own policy allows this one style by hash",
    "opd/slip_paper.html": "paper: rendered to PDF, never sent to a browser",
    "labs/report_print.html": "paper",
    "labs/label_print.html": "paper",
}
# The patient's own page: nobody is signed in and no session exists that a foreign site could ride on.
WITHOUT_TOKEN = {"registration/own_phone.html", "opd/patient_gate.html", "opd/patient_slip.html"}
BOTH_LANGUAGES = {"centres/broken.html"}  # says it in both, because the choice may be what is broken
# Paper and phone say the main words in Hindi and English beside each other, whoever reads: marked lang="en", lang="hi".
BOTH_BESIDE = re.compile(
    r"^(phone_base|opd/(certificate/paper|slip|phone|patient|paper|_|words)"
    r"|labs/(report|paper|slip|_)|registration/(token|_?board|poster|pad_paper))"
)
# Words that are the same in both languages, or are said in English everywhere.
SAME_EVERYWHERE = set(
    """UHID QR ICD-10 OPD PIN CSV XLSX UTF-8 SpO₂ BP HB ABHA A4 A5 TOTP Ctrl Tab Enter Esc Shift Alt mg kg cm mmHg mg/dL
    mg/kg English PDF Rx XXXX LL HH LOINC ml g code name_en name_hi""".split()  # noqa: SIM905 (reads better as words)
)
KEY = re.compile(r"^F\d{1,2}$")


def text_of(name):
    return (source.ROOT / "templates" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    get_template(name)


NOT_TEXT = {"script", "style", "code", "kbd", "svg"}
VOID = set("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


class Seen(HTMLParser):
    """What a browser would find: tags with attributes, and text with the language it is marked with."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs, self.getpos()[0]))
        if tag not in VOID:
            self.open.append((tag, attrs.get("lang", "").strip()))

    def handle_endtag(self, tag):
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                return

    def handle_data(self, data):
        if any(tag in NOT_TEXT for tag, _lang in self.open):
            return
        lang = next((lang for tag, lang in reversed(self.open) if lang and tag != "html"), "")
        self.texts.append((self.getpos()[0], data, lang))


COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"\{%-?\s*(?:blocktranslate|blocktrans)\b.*?%\}.*?\{%-?\s*endblocktrans(?:late)?\s*-?%\}", re.S)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)


def seen(name, *, without_tags):
    """Parsed with Django's own tags blanked out; line numbers stay."""
    text = COMMENT.sub(_blank, text_of(name))
    text = re.sub(r"(</?)\{\{.*?\}\}", r"\1div", text)  # a tag whose name is decided in Python
    text = re.sub(r"\{% block body_class %\}.*?\{% endblock %\}", " ", text)  # names of classes
    if without_tags:
        text = TAG.sub(_blank, TRANSLATED.sub(_blank, text))
    parser = Seen()
    parser.feed(text)
    return parser


def _blank(match):
    return "\n" * match[0].count("\n") or " "


@pytest.mark.parametrize("name", PAGES)
def test_no_script_or_style_inside(name):
    page = seen(name, without_tags=True)
    found = []
    for tag, attrs, line in page.tags:
        if tag == "script" and "src" not in attrs:
            found.append(f"line {line}: <script> without src")
        if tag == "style" and name not in INLINE_STYLE:
            found.append(f"line {line}: <style>")
        if "style" in attrs and name not in INLINE_STYLE:
            found.append(f"line {line}: style=")
        found += [f"line {line}: {attr}=" for attr in attrs if attr.startswith("on")]
        found += [f"line {line}: javascript:" for value in attrs.values() if (value or "").startswith("javascript:")]

    assert found == [], "strict CSP: put it into static/*.js and hms.css"


@pytest.mark.parametrize("name", [name for name in PAGES if name in INLINE_STYLE])
def test_style_inside_is_fixed(name):
    styles = re.findall(r"<style\b[^>]*>(.*?)</style>", text_of(name), re.S)

    assert [style for style in styles if "{{" in style] == []


WORD = re.compile(r"[A-Za-z\u0900-\u097F][\w\u0900-\u097F.₂/-]*")


@pytest.mark.parametrize("name", [name for name in PAGES if name not in BOTH_LANGUAGES])
def test_every_word_is_translated(name):
    page = seen(name, without_tags=True)
    texts = [(line, text) for line, text, lang in page.texts if not (lang and BOTH_BESIDE.match(name))]
    for tag, attrs, line in page.tags:
        texts += [(line, attrs.get(one) or "") for one in ("title", "alt", "aria-label", "placeholder", "data-confirm")]
        if tag == "input" and attrs.get("type") in {"submit", "button"}:
            texts.append((line, attrs.get("value") or ""))
    bare = [f"line {line}: {word}" for line, text in texts for word in words(text)]

    assert bare == [], "put it into {% translate %}, or into SAME_EVERYWHERE when it is the same in both languages"


def words(text):
    return [
        word
        for word in (found.rstrip(".:,/-") for found in WORD.findall(text))
        if len(word) > 1 and word not in SAME_EVERYWHERE and not KEY.match(word) and not word.startswith("हिं")
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_called_safe(name):
    assert not re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq", text_of(name)), "escape it, or make it in Python"


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_third_party(name):
    hosts = re.findall(r"""(?:src|href|action|content)\s*=\s*["'](https?:)?//""", text_of(name))
    assert hosts == []


@pytest.mark.parametrize("name", PAGES)
def test_a_posted_form_carries_its_token(name):
    text = COMMENT.sub(_blank, text_of(name))
    if name in WITHOUT_TOKEN:
        return
    for form in re.findall(r"<form\b[^>]*method=.post.*?</form>", text, re.S | re.I):
        assert "csrf_token" in form or "form_top" in form, form[:80]


def test_there_are_templates_to_look_at():
    assert len(PAGES) > 20
    assert engines["django"]
