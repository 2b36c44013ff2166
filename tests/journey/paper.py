"""Reading our own paper as a phone's camera does."""

from urllib.parse import urlsplit

import pypdfium2
import zxingcpp


def address_on(pdf: bytes) -> str:
    """The path of the address in the only QR of the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=200 / 72).to_pil()  # 200 dots per inch: a cheap phone's camera
    codes = [code for code in zxingcpp.read_barcodes(picture) if code.format == zxingcpp.BarcodeFormat.QRCode]
    assert len(codes) == 1
    return urlsplit(codes[0].text).path


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def pages_of(pdf: bytes) -> list:
    """Pictures of every page, as a cheap phone's camera sees them."""
    return [page.render(scale=200 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]
