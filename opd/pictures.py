"""Pictures that people send: taken apart and drawn anew, so that nothing but what one sees is kept. Pure.

What was hidden in the file (where a phone stood, a second picture, a program behind the end) does not come through.
"""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from opd.errors import PictureError

MOST_BYTES = 10 * 1024 * 1024
MOST_POINTS = 50_000_000  # a phone's largest camera; beyond it a small file may unpack to gigabytes
MOST_POINTS_PNG = 16_000_000  # PNG has no smaller decoding: every point takes memory
LONGEST_SIDE = 1600  # points: a lesion or an ECG is read well
QUALITY = 85


@dataclass(frozen=True)
class Drawn:
    """A JPEG of our own making."""

    content: bytes
    width: int
    height: int


def draw_anew(sent: bytes) -> Drawn:
    """The picture as a JPEG without anything else; only JPEG and PNG are decoded. Raises PictureError."""
    if len(sent) > MOST_BYTES:
        raise PictureError(_("The picture is too large: at most 10 MB."), field="picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = _opened(sent)
            return _written(image)
    except PictureError:
        raise
    except Exception:  # a decoder fed with a stranger's bytes: whatever goes wrong, it is no picture
        raise PictureError(
            _("This is no photo that can be read. Send a JPEG or PNG; photograph a paper or an ECG."), field="picture"
        ) from None


def _opened(sent: bytes) -> Image.Image:
    """Only the head is read before the size is known."""
    image = Image.open(io.BytesIO(sent), formats=["JPEG", "PNG"])
    if image.width * image.height > (MOST_POINTS if image.format == "JPEG" else MOST_POINTS_PNG):
        raise PictureError(_("The picture has too many points. Make it smaller and send it again."), field="picture")
    if not _is_whole(sent, image.format):
        raise PictureError(_("The picture did not arrive whole. Send it again."), field="picture")
    if min(image.size) < 16:
        raise PictureError(_("The picture is too small to see anything."), field="picture")
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    return image


def _is_whole(sent: bytes, form: str) -> bool:
    """Whether its end is there. Asked here because WeasyPrint lets the library fill up half pictures with grey."""
    return sent.rfind(b"\xff\xd9" if form == "JPEG" else b"IEND") > len(sent) // 2


def _written(image: Image.Image) -> Drawn:
    image = ImageOps.exif_transpose(image)
    if image.mode in {"RGBA", "LA", "P"}:
        image = _on_white(image.convert("RGBA"))
    image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Drawn(out.getvalue(), *clean.size)


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground
