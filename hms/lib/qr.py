"""QR codes as small inline SVG: one path, runs of modules drawn as strokes. Our longest URL makes about 2 KB."""

import base64
from itertools import groupby

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}


def qr_svg(text: str, *, label: str, error: str = "M", border: int = 4) -> SafeString:
    """`text` as an SVG to put into a page as it is; CSS gives its size.

    `label` is read out in place of the picture and must not repeat a secret in `text`. `border` counts modules:
    the standard asks for 4. Raises ValueError when `text` is too long for any QR.
    """
    matrix = _matrix(text, error)
    size = len(matrix) + 2 * border
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"'
        ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        '<path stroke="#000" d="{path}"/></svg>',
        size=size,
        label=label,
        path=_path(matrix, border),
    )


def qr_data_uri(text: str, *, label: str, error: str = "M", border: int = 4) -> SafeString:
    """The same for <img src>, under a policy with img-src data:."""
    svg = qr_svg(text, label=label, error=error, border=border)
    return mark_safe("data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode())  # noqa: S308 (base64)


def _matrix(text: str, error: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=_LEVELS[error], border=0)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()


def _path(matrix: list[list[bool]], border: int) -> str:
    """Strokes one module wide along the middle of each row, each move relative to where the last one ended."""
    steps, pen_x, pen_y = [], None, None
    for row, modules in enumerate(matrix):
        column = 0
        for is_dark, run in groupby(modules):
            length = len(list(run))
            if is_dark and pen_x is None:
                steps.append(f"M{border + column} {border + row}.5h{length}")
            elif is_dark:
                steps.append(f"m{column - pen_x} {row - pen_y}h{length}")
            if is_dark:
                pen_x, pen_y = column + length, row
            column += length
    return "".join(steps)
