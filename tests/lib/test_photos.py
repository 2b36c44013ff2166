"""Photos as phones send them, and files that only say they are photos."""

import io
import struct
import zlib

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from hms.lib import pictures

GPS, ORIENTATION, DESCRIPTION = 0x8825, 0x0112, 0x010E


def made(kind="JPEG", size=(400, 300), colour="red", mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def with_notes(orientation=1):
    notes = Image.Exif()
    notes[DESCRIPTION] = "Sunita Devi, bed 4"
    notes[ORIENTATION] = orientation
    notes[GPS] = {1: "N", 2: (25.0, 36.0, 40.0), 3: "E", 4: (85.0, 8.0, 38.0)}
    return made(exif=notes, comment=b"taken by Ramesh")


def opened(picture):
    return Image.open(io.BytesIO(picture.jpeg))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_back_as_jpeg_of_its_size(kind):
    picture = pictures.tidy(made(kind))

    assert (picture.width, picture.height) == (400, 300)
    assert (opened(picture).format, opened(picture).size) == ("JPEG", (400, 300))


def test_place_comment_and_description_are_gone():
    picture = pictures.tidy(with_notes())

    image = opened(picture)
    assert (dict(image.getexif()), image.info.get("comment"), image.info.get("exif")) == ({}, None, None)
    assert b"Sunita" not in picture.jpeg
    assert b"Ramesh" not in picture.jpeg


def test_the_words_in_a_png_are_gone():
    words = PngInfo()
    words.add_text("Author", "Ramesh")

    assert b"Ramesh" not in pictures.tidy(made("PNG", pnginfo=words)).jpeg


def test_a_photo_lying_on_its_side_stands_up():
    picture = pictures.tidy(with_notes(orientation=6))

    assert (picture.width, picture.height) == (300, 400)


@pytest.mark.parametrize(("size", "kept"), [((4000, 3000), (1600, 1200)), ((900, 9000), (160, 1600)), ((5, 5), (5, 5))])
def test_a_large_photo_is_made_small_and_a_small_one_stays(size, kept):
    picture = pictures.tidy(made(size=size))

    assert (picture.width, picture.height) == kept


def test_what_can_be_seen_through_becomes_white():
    picture = pictures.tidy(made("PNG", mode="RGBA", colour=(255, 0, 0, 0)))

    assert opened(picture).getpixel((10, 10)) == (255, 255, 255)


def test_a_later_page_of_a_moving_picture_is_left_out():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(
        out, "WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30), "blue")], lossless=True
    )

    red, _green, blue = opened(pictures.tidy(out.getvalue())).getpixel((5, 5))
    assert red > 200
    assert blue < 60


def bomb(width, height):
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


UNREADABLE = "This is no photo that can be read. Choose a JPEG, PNG or WebP picture."
TOO_MANY = "The photo has too many points. Take it with a smaller size of picture."
HALF = "The photo did not arrive whole. Send it again."
REFUSED = {
    "empty": (b"", UNREADABLE),
    "text": (b"<script>alert(1)</script>", UNREADABLE),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', UNREADABLE),
    "gif": (made("GIF"), UNREADABLE),
    "head of a JPEG": (b"\xff\xd8\xff\xe0" + b"\0" * 500, UNREADABLE),
    "many points": (bomb(8000, 8000), TOO_MANY),
    "bomb": (bomb(60_000, 60_000), UNREADABLE),
    "large JPEG that cannot be read small": (made(size=(5000, 4000), progressive=True), TOO_MANY),
    "half a JPEG": (made(size=(900, 900))[:2500], HALF),
    "half a PNG": (made("PNG", mode="RGB")[:300], HALF),
    "half a WebP": (made("WEBP", size=(900, 900))[:60], UNREADABLE),
    "large file": (b"\0" * (pictures.MAX_BYTES + 1), "The photo is too large: at most 10 MB."),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
@pytest.mark.usefixtures("english")
def test_what_is_no_photo_is_refused_in_words(content, sentence):
    with pytest.raises(pictures.PictureRefused) as refused:
        pictures.tidy(content)

    assert str(refused.value) == sentence


@pytest.mark.usefixtures("english")
def test_a_dot_is_refused_where_something_must_be_seen():
    with pytest.raises(pictures.PictureRefused, match="too small to see anything"):
        pictures.tidy(made(size=(8, 400)), smallest=16)


def test_what_hangs_behind_the_end_is_dropped():
    assert b"script" not in pictures.tidy(made() + b"<script>alert(1)</script>").jpeg


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "P")])
def test_every_kind_of_colour_becomes_a_plain_jpeg(kind, mode):
    assert opened(pictures.tidy(made(kind, colour=0, mode=mode))).mode == "RGB"


class PhotoForm(forms.Form):
    photo = pictures.PictureField(required=False)


def test_a_form_gives_the_picture_and_none_without_one():
    form = PhotoForm({}, {"photo": SimpleUploadedFile("../../etc/x.php", made())})

    assert form.is_valid()
    assert (form.cleaned_data["photo"].width, form.cleaned_data["photo"].height) == (400, 300)
    assert PhotoForm({}, {}).is_valid()


def test_a_form_says_in_hindi_what_is_wrong():
    with translation.override("hi"):
        form = PhotoForm({}, {"photo": SimpleUploadedFile("x.jpg", b"no picture")})

        assert form.errors == {"photo": ["यह फ़ोटो खुल नहीं रही। JPEG, PNG या WebP फ़ोटो चुनें।"]}


def test_an_answer_is_a_picture_and_nothing_else():
    response = pictures.answer(memoryview(b"jpeg"))

    assert (response.content, response["Content-Type"], response["X-Content-Type-Options"]) == (
        b"jpeg",
        "image/jpeg",
        "nosniff",
    )
