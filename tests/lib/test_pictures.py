"""QR codes and barcodes, read back from the paper by a reader that shares no code with the writer."""

import base64
import xml.etree.ElementTree as ET

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from hms.lib import pdf
from hms.lib.barcodes import code128_svg
from hms.lib.qr import qr_data_uri, qr_svg

URL = "https://hms.bihar.gov.in/p/gkbCKy1hCukrX_pNbE"


def read(svg, width_mm, dpi=203):
    page = pypdfium2.PdfDocument(pdf.render(f'<div style="width:{width_mm}mm">{svg}</div>'))[0]
    found = zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())
    return [(str(code.format), code.text) for code in found]


@pytest.mark.parametrize("error", ["L", "M", "Q", "H"])
def test_a_qr_reads_back_from_a_label_printer(error):
    assert read(qr_svg(URL, label="QR", error=error), 25) == [("QR Code", URL)]


def test_a_qr_of_our_url_is_small_enough_for_a_slow_phone():
    assert len(qr_svg(URL, label="QR of this slip")) < 2500


def test_a_qr_can_stand_in_an_img_tag():
    svg = qr_svg(URL, label="QR")
    uri = qr_data_uri(URL, label="QR")

    assert uri.startswith("data:image/svg+xml;base64,")
    assert base64.b64decode(uri.partition(",")[2]).decode() == svg
    assert read(f'<img src="{uri}" style="width:25mm">', 25) == read(svg, 25)


def test_the_label_is_read_out_and_cannot_break_the_page():
    svg = qr_svg(URL, label='"><script>alert(1)</script>')

    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == '"><script>alert(1)</script>'
    assert "<script" not in svg
    assert "gkbCKy1h" not in svg


def test_the_white_border_has_four_modules():
    root = ET.fromstring(qr_svg("K7MQ-3TXD", label="QR"))

    assert root.get("viewBox") == "0 0 29 29"
    assert root[1].get("d").startswith("M4 4.5h7")


def test_a_text_too_long_for_any_qr_is_refused():
    with pytest.raises(ValueError, match="version"):
        qr_svg("x" * 5000, label="QR")


@pytest.mark.parametrize("module_mm", [0.25, 0.375])
@pytest.mark.parametrize("text", ["20468135771", "K7MQ3TXD", "LAB-26/001"])
def test_a_barcode_reads_back_from_a_label_printer(text, module_mm):
    found = read(code128_svg(text, height_mm=10, module_mm=module_mm), 60)

    assert [text_read for _kind, text_read in found] == [text]


def test_a_barcode_has_its_size_in_millimetres_and_no_prolog():
    svg = code128_svg("20468135771", height_mm=8, module_mm=0.25)

    root = ET.fromstring(svg)
    assert svg.startswith("<svg ")
    assert (root.get("width"), root.get("height")) == ("33mm", "8mm")
    assert root.get("aria-label") == "20468135771"
    assert len(svg) < 600


@pytest.mark.parametrize("text", ["", "पर्चा"])
def test_a_barcode_cannot_hold_everything(text):
    with pytest.raises(ValueError, match=r"barcode|Code"):
        code128_svg(text)


@settings(max_examples=10, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=3, max_size=20))
def test_any_code_reads_back(text):
    assert [found for _kind, found in read(code128_svg(text, module_mm=0.375), 130)] == [text]
