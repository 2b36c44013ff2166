"""Paper carries our own fonts, made once, shaped right."""

import os
import re
import subprocess
import sys
import time

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from hms.lib import fonts


@pytest.fixture(scope="module")
def directory():
    """The ones bin/test has made; made here, in some seconds, when it has not."""
    fonts.make(settings.FONTS_DIR)
    return settings.FONTS_DIR


def test_all_four_are_static_and_small(directory):
    assert fonts.missing(directory) == []
    for name in fonts.NAMES:
        assert "fvar" not in TTFont(directory / name)
        assert (directory / name).stat().st_size < 200_000


@pytest.mark.parametrize(("style", "weight"), [("Regular", 400), ("Bold", 700)])
def test_bold_says_it_is_bold(directory, style, weight):
    for family in fonts.SOURCES:
        font = TTFont(directory / f"{family}-{style}.ttf")
        assert font["OS/2"].usWeightClass == weight
        assert font["name"].getDebugName(2) == style


def test_every_letter_of_devanagari_and_what_results_need_is_there(directory):
    devanagari = TTFont(directory / "NotoSansDevanagari-Regular.ttf").getBestCmap()
    latin = TTFont(directory / "NotoSans-Regular.ttf").getBestCmap()

    assert [hex(code) for code in range(0x900, 0x980) if code not in devanagari] == []
    assert [sign for sign in "°µ₂×±–—‘’“”…₹℞½²" if ord(sign) not in latin] == []


def test_a_second_call_does_nothing(directory):
    before = time.monotonic()

    assert fonts.make(directory) is False
    assert time.monotonic() - before < 0.5


def test_a_lost_font_is_made_again(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(fonts, "_make_one", lambda source, characters, weight, target: target.touch())
    assert fonts.make(tmp_path) is True
    (tmp_path / "NotoSans-Bold.ttf").unlink()
    monkeypatch.setattr(fonts, "_make_one", lambda source, characters, weight, target: made.append(target.name))

    assert fonts.make(tmp_path) is True
    assert made == fonts.NAMES
    assert fonts.missing(tmp_path) == ["NotoSans-Bold.ttf"]


PRINT = """
import sys
from pathlib import Path
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

directory = Path(sys.argv[1])
faces = "".join(
    f"@font-face {{font-family: Our{family}; font-weight: {weight};"
    f" src: url({(directory / f'{family}-{style}.ttf').as_uri()})}}"
    for family in ("NotoSans", "NotoSansDevanagari")
    for style, weight in (("Regular", 400), ("Bold", 700))
)
ready = FontConfiguration()
css = CSS(string=faces + "body {font-family: OurNotoSans, OurNotoSansDevanagari}", font_config=ready)
page = HTML(string="<p>Hb 11.2 g/dL – प्राथमिक स्वास्थ्य केंद्र, पटना <b>bold मोटा</b> 37 °C SpO₂ × ₹")
sys.stdout.buffer.write(page.write_pdf(stylesheets=[css], font_config=ready, uncompressed_pdf=True))
"""
NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'
)


@pytest.mark.parametrize("machine", ["as it is", "without any font"])
def test_weasyprint_prints_with_ours_and_no_other(directory, tmp_path, machine):
    environment = dict(os.environ)
    if machine == "without any font":
        (tmp_path / "fonts.conf").write_text(NO_FONTS.format(tmp_path))
        environment["FONTCONFIG_FILE"] = str(tmp_path / "fonts.conf")

    command = [sys.executable, "-c", PRINT, str(directory)]
    pdf = subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    assert sorted(set(re.findall(rb"/BaseFont /[A-Z]{6}\+([A-Za-z-]+)", pdf))) == [
        b"OurNotoSans",
        b"OurNotoSans-Bold",
        b"OurNotoSansDevanagari",
        b"OurNotoSansDevanagari-Bold",
    ]
