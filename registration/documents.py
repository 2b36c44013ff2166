"""What the counter prints besides the slip."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from hms.lib import ids, pdf, qr
from registration import pad_numbers
from registration.services.pads import token_of

AT_ONCE = 10  # slips of a pad laid out before somebody else's paper gets its turn


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


def pad_pdf(pad, slips: list) -> bytes:
    """Blank slips to write on by hand, Hindi first: two on a lying A4 with a line to cut, or one on A5.

    Each slip of a demonstration says so, as the sheet is cut. The QR is a slip's address, unknown to everybody until
    the slip is attached (opd.slip.by_hand).
    """
    sheets = [_pad_slip(slip) for slip in slips]
    name = "pad_two" if pad.paper == pad.Paper.A4 else "pad_one"
    is_demo = pad.is_demo or pad.centre.is_demo or settings.DEMO
    fixed = {"pad": pad, "centre": pad.centre, "is_demo": is_demo}
    html = [
        render_to_string("registration/pad_paper.html", {**fixed, "sheets": part}) for part in _parts(sheets, AT_ONCE)
    ]
    return pdf.render_parts(html, css_name=("pad", name))


def pad_account_pdf(pad, account, *, at, by) -> bytes:
    """What became of every slip of a pad, on A4, in the reader's language; numbers and reasons, no names."""
    context = {"pad": pad, "centre": pad.centre, "account": account, "at": at, "by": by}
    html = render_to_string("registration/pad_account_paper.html", context)
    return pdf.render(html, css_name="exceptions", is_demo=pad.is_demo or pad.centre.is_demo)


def _pad_slip(slip) -> dict:
    address = f"{settings.PUBLIC_URL}/s/{token_of(slip)}"
    return {"slip": slip, "qr": qr.qr_svg(address, label=pad_numbers.show(slip.serial))}


def _parts(rows: list, size: int) -> list[list]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
