"""What the office prints: the letter of a proposal and the report of an inspection. In Hindi."""

from django.template.loader import render_to_string
from django.utils import translation

from hms.lib import pdf

SEAL_LETTERS = 16


def spell_seal(seal: str) -> str:
    """The first letters of a SHA-256 as printed: "4f2a-91c3-77b0-12ce"."""
    return "-".join(seal[start : start + 4] for start in range(0, SEAL_LETTERS, 4))


def report_pdf(context: dict, *, is_demo: bool) -> bytes:
    """The report of a finished visit on A4; `context` as views.inspecting.reports.report gives it."""
    with translation.override("hi"):
        html = render_to_string("centres/inspection/report_print.html", {**context, "language": "hi"})
        return pdf.render(html, css_name="inspection", is_demo=is_demo)


def letter_pdf(content: dict, *, seal: str, is_demo: bool) -> bytes:
    """The letter with its annexure on A4. A draft has no seal and says that it is one."""
    with translation.override("hi"):
        html = render_to_string("centres/proposal/letter_print.html", {"letter": content, "seal": spell_seal(seal)})
        return pdf.render(html, css_name="letter", is_demo=is_demo)
