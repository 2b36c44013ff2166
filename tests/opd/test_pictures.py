"""Pictures that people send: only what one sees comes through."""

import io
import struct
import zlib

import pytest
from PIL import Image

from opd import pictures
from opd.errors import PictureError
from opd.pictures import draw_anew
from tests.opd.photos import a_photo

pytestmark = pytest.mark.usefixtures("english")


def seen(drawn) -> Image.Image:
    return Image.open(io.BytesIO(drawn.content))


def where_it_was() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Phone of Sunita Devi"
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"
    return exif.tobytes()


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P")]
)
def test_every_kind_of_photo_becomes_a_plain_jpeg(form, mode):
    drawn = draw_anew(a_photo(form, mode=mode))

    assert (seen(drawn).format, seen(drawn).mode, seen(drawn).size) == ("JPEG", "RGB", (640, 480))
    assert (drawn.width, drawn.height) == (640, 480)


def test_where_it_was_taken_is_dropped_and_the_picture_stands_upright():
    drawn = draw_anew(a_photo(exif=where_it_was()))

    assert dict(seen(drawn).getexif()) == {}
    assert b"Sunita" not in drawn.content
    assert seen(drawn).size == (480, 640)


def test_what_hangs_behind_the_end_is_dropped():
    drawn = draw_anew(a_photo() + b"<script>alert(1)</script>")

    assert b"script" not in drawn.content


def test_a_large_photo_is_made_small():
    drawn = draw_anew(a_photo(size=(4000, 3000)))

    assert (drawn.width, drawn.height) == (1600, 1200)


NO_PHOTO = {
    "nothing": b"",
    "text": b"hello",
    "page": b"<html><script>1</script></html>",
    "vector": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "pdf": b"%PDF-1.4\n1 0 obj",
    "gif": a_photo("GIF", mode="P"),
    "tiff": a_photo("TIFF"),
    "webp": a_photo("WEBP"),
}


@pytest.mark.parametrize("sent", NO_PHOTO.values(), ids=NO_PHOTO)
def test_anything_else_is_refused_kindly(sent):
    with pytest.raises(PictureError) as refused:
        draw_anew(sent)

    assert str(refused.value) == "This is no photo that can be read. Send a JPEG or PNG; photograph a paper or an ECG."
    assert refused.value.field == "picture"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(60_000, 60_000), (5_000, 4_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size):
    with pytest.raises(PictureError):
        draw_anew(bomb(*size))


def test_too_many_bytes_are_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(pictures, "_opened", None)

    with pytest.raises(PictureError, match="at most 10 MB"):
        draw_anew(b"\xff" * (pictures.MOST_BYTES + 1))


def test_half_a_photo_is_not_filled_up_with_grey():
    with pytest.raises(PictureError, match="did not arrive whole"):
        draw_anew(a_photo()[:900])


def test_a_dot_is_no_picture():
    with pytest.raises(PictureError, match="too small"):
        draw_anew(a_photo(size=(8, 8)))
