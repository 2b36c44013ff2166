"""The photo in a Secure QR: JPEG 2000 of about 60 × 60 points, shown once beside the person and dropped."""

import io
import warnings

from PIL import Image

LARGEST = 512  # points on a side; real ones have 60 to 160


def as_png(photo: bytes) -> bytes:
    """The picture in a form browsers show; b"" for what is no picture or far too large for one."""
    if not photo:
        return b""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(photo), formats=["JPEG2000", "JPEG"])
            if max(image.size) > LARGEST:
                return b""
            out = io.BytesIO()
            image.convert("RGB").save(out, "PNG")
    except Exception:  # a decoder fed with a stranger's bytes: whatever goes wrong, there is no picture
        return b""
    return out.getvalue()
