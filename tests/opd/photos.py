"""Pictures for tests: drawn here, nobody's photo."""

import io

from PIL import Image, ImageDraw


def a_photo(form: str = "JPEG", size: tuple[int, int] = (640, 480), *, mode: str = "RGB", exif: bytes = b"") -> bytes:
    """A patch of skin with a red spot, as a phone would send it."""
    image = Image.new("RGB", size, "#c99a7a")
    ImageDraw.Draw(image).ellipse([size[0] // 3, size[1] // 3, size[0] // 2, size[1] // 2], fill="#8e3a2e")
    out = io.BytesIO()
    more = {"exif": exif} if exif else {}
    image.convert(mode).save(out, form, **more)
    return out.getvalue()
