"""What the counter prints besides the slip."""

from django.template.loader import render_to_string
from django.utils import translation

from hms.lib import ids, pdf, qr


def exceptions_pdf(centre, content: dict, *, at, by) -> bytes:
    """The exception register of one month on A4, in the reader's language."""
    context = {"centre": centre, "at": at, "by": by, **content}
    html = render_to_string("registration/exceptions_paper.html", context)
    return pdf.render(html, css_name="exceptions", is_demo=centre.is_demo)


def poster_pdf(centre, address: str) -> bytes:
    """An A4 sheet, Hindi first, whose QR opens the form for patients' own phones."""
    context = {"centre": centre, "address": address, "qr": qr.qr_svg(address, label=address, error="Q")}
    html = render_to_string("registration/poster_paper.html", context)
    return pdf.render(html, css_name="poster", is_demo=centre.is_demo)


def token_pdf(visit) -> bytes:
    """A strip for an 80 mm roll: token, department, room, and the visit's code as QR for the scan box. No name."""
    code = ids.format_code(visit.code)
    context = {"visit": visit, "qr": qr.qr_svg(code, label=code, border=2)}
    is_demo = visit.is_demo or visit.centre.is_demo
    with translation.override("hi"):
        html = render_to_string("registration/token_paper.html", context)
        return pdf.render(html, css_name="token_strip", is_demo=is_demo)
