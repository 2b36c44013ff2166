"""What the consulting room prints: the slip."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hms.lib import pdf, qr
from opd.models import SlipLink
from opd.slip import links
from opd.slip.content import Slip

SHEETS = {"A5": ("slip",), "A4": ("slip", "slip_large")}


def slip_html(slip: Slip, *, token: str, copy: int, printed_at: datetime) -> str:
    """The paper in the language the slip was gathered in."""
    with translation.override(slip.language):
        code = qr.qr_svg(links.address(token), label=_("QR of the slip's page"))
        context = {"slip": slip, "qr": code, "copy": copy, "printed_at": printed_at}
        return render_to_string("opd/slip_paper.html", context)


def slip_pdf(slip: Slip, *, link: SlipLink, token: str, paper: str) -> bytes:
    """One slip on `paper`, A5 or A4, with the QR of `token`; no queries."""
    html = slip_html(slip, token=token, copy=link.copy, printed_at=timezone.now())
    is_demo = slip.visit.is_demo or slip.visit.centre.is_demo
    return pdf.render(html, css_name=SHEETS[paper], is_demo=is_demo)


def h1_pdf(register: dict) -> bytes:
    """The month's register of Schedule H1 on A4, Hindi first."""
    with translation.override("hi"):
        html = render_to_string("opd/h1_print.html", register)
    return pdf.render(html, css_name=("paper", "register"), is_demo=register["centre_row"].is_demo)
