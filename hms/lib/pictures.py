"""Photos people send: decoded, made small, and written anew as JPEG, so that nothing of the file itself is kept.

Place, time, camera, thumbnail and comment of the original are gone; a picture that lay on its side stands up.
A decoder fed with a stranger's bytes is told beforehand how much it may unpack.
"""

import io
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

MAX_BYTES = 10_000_000  # of the file as it comes; deploy/nginx lets 11 MB through
LONGEST = 1600  # points on the longer side of what is kept: enough to read a label on a shelf
QUALITY = 85  # the thin lines of an ECG stay lines
FORMATS = ("JPEG", "PNG", "WEBP")
# A plain JPEG is unpacked at a fraction of its size; everything else whole, three or four bytes a point.
MAX_POINTS_JPEG = 64_000_000
MAX_POINTS = 16_000_000


class PictureRefused(ValueError):
    """In words fit to show."""


@dataclass(frozen=True)
class Picture:
    """A JPEG of our own making, and its size in points."""

    jpeg: bytes
    width: int
    height: int


def tidy(content: bytes, *, longest: int = LONGEST, smallest: int = 1) -> Picture:
    """The picture in `content`, upright, at most `longest` points a side, without metadata.

    Raises PictureRefused, also when it is less than `smallest` points high or wide, or cut off on its way.
    """
    if len(content) > MAX_BYTES:
        raise PictureRefused(_("The photo is too large: at most %(size)d MB.") % {"size": MAX_BYTES // 1_000_000})
    try:
        return _written_anew(_opened(content, longest, smallest), longest)
    except PictureRefused:
        raise
    except Exception:  # whatever a decoder stumbles over, there is no picture
        raise PictureRefused(_("This is no photo that can be read. Choose a JPEG, PNG or WebP picture.")) from None


def _opened(content: bytes, longest: int, smallest: int) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=FORMATS)
    is_light = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    if image.width * image.height > (MAX_POINTS_JPEG if is_light else MAX_POINTS):
        raise PictureRefused(_("The photo has too many points. Take it with a smaller size of picture."))
    if min(image.size) < smallest:
        raise PictureRefused(_("The photo is too small to see anything."))
    if not _is_whole(content, image.format):
        raise PictureRefused(_("The photo did not arrive whole. Send it again."))
    image.draft("RGB", (longest, longest))
    return image


def _is_whole(content: bytes, form: str) -> bool:
    """Whether its end is there. Asked here because WeasyPrint lets the library fill up half pictures with grey."""
    if form == "WEBP":  # its decoder refuses half a picture itself
        return True
    return content.rfind(b"IEND" if form == "PNG" else b"\xff\xd9") > len(content) // 2


def _written_anew(image: Image.Image, longest: int) -> Picture:
    image = ImageOps.exif_transpose(image)
    image.thumbnail((longest, longest))
    image = image.convert("RGBA")
    bare = Image.new("RGB", image.size, "white")  # a new picture: nothing of the old one's notes comes along
    bare.paste(image, mask=image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), *bare.size)


class PictureField(forms.FileField):
    """A photo from the phone's camera or a file; the value is a Picture, or None where none was needed."""

    default_error_messages = {
        "missing": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("This file is empty."),
    }

    def __init__(self, *args, longest: int = LONGEST, **kwargs):
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}))
        super().__init__(*args, **kwargs)
        self.longest = longest

    def to_python(self, data):
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return tidy(file.read(MAX_BYTES + 1), longest=self.longest)
        except PictureRefused as error:
            raise forms.ValidationError(str(error)) from None


def answer(jpeg: bytes) -> HttpResponse:
    """One kept picture for a browser; the view has checked who asks."""
    response = HttpResponse(bytes(jpeg), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = 'inline; filename="photo.jpg"'
    return response
