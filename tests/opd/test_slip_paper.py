"""The paper itself, looked at as a picture and read back with a scanner's eyes."""

import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter
from pypdfium2 import PdfDocument

from opd import documents
from opd.slip import links
from tests.opd import slips

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper_fonts")]
MM = 25.4


def paper(print_, paper="A5") -> bytes:
    return documents.slip_pdf(print_.slip, link=print_.link, token=print_.token, paper=paper)


def html(print_) -> str:
    return documents.slip_html(print_.slip, token=print_.token, copy=print_.link.copy, printed_at=print_.link.issued_at)


def picture(pdf: bytes, dpi=150, page=0) -> Image.Image:
    return PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("L")


def codes_in(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


def text_of(pdf: bytes, page: int) -> str:
    """Only Latin and digits can be trusted in it: Devanagari comes out of PDFs in another order."""
    return PdfDocument(pdf)[page].get_textpage().get_text_bounded()


@pytest.fixture
def fresh(centre):
    slips.room(centre)
    return slips.visit_of(centre)


@pytest.mark.parametrize(("size", "millimetres"), [("A5", (148, 210)), ("A4", (210, 297))])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_fresh_slip_is_one_page(fresh, size, millimetres, language):
    document = PdfDocument(paper(slips.printed(fresh, paper=size, language=language), size))

    assert len(document) == 1
    assert tuple(round(side / 72 * MM) for side in document[0].get_size()) == millimetres


def test_a_fresh_slip_with_the_longest_facts_is_still_one_page(centre):
    visit = slips.visit_of(
        centre,
        name="क" * 100,
        name_other="W" * 100,
        guardian_name="ख" * 100,
        house="म" * 60,
        street="Gali " * 24,
        post_office="P" * 60,
    )

    assert len(PdfDocument(paper(slips.printed(visit)))) == 1


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_the_qr_is_read_back_at_150_dpi(fresh, size):
    print_ = slips.printed(fresh, paper=size)

    assert codes_in(picture(paper(print_, size))) == [links.address(print_.token)]


def test_the_qr_survives_a_bad_printer(fresh):
    """Blurred, a third of the contrast gone, a little crooked."""
    print_ = slips.printed(fresh)
    image = picture(paper(print_)).filter(ImageFilter.GaussianBlur(1.2)).rotate(3, expand=True, fillcolor=255)

    assert codes_in(ImageEnhance.Contrast(image).enhance(0.7)) == [links.address(print_.token)]


def test_the_qr_holds_nothing_about_the_patient(fresh):
    print_ = slips.printed(fresh)

    read = codes_in(picture(paper(print_)))[0]

    assert read.removesuffix(print_.token).endswith("/s/")
    for fact in (
        fresh.code,
        fresh.number,
        fresh.patient.uhid,
        fresh.patient.phone[-4:],
        str(fresh.patient_id).zfill(4),
    ):
        assert fact not in read.rpartition("/")[2]


def test_the_qr_is_at_least_20_mm(fresh):
    found = zxingcpp.read_barcodes(picture(paper(slips.printed(fresh)), dpi=300))[0].position

    assert (found.top_right.x - found.top_left.x) / 300 * MM >= 20


@pytest.mark.parametrize("language", ["hi", "en"])
def test_nothing_is_printed_within_eight_millimetres_of_the_edge(centre, language):
    image = picture(paper(slips.printed(slips.full(centre), language=language)), dpi=100)
    margin = round(7.6 / MM * 100)

    left, top, right, bottom = image.point(lambda grey: 255 if grey < 200 else 0).getbbox()

    assert left >= margin
    assert top >= margin
    assert image.width - right >= margin
    assert image.height - bottom >= margin


def test_paper_is_black_only(centre):
    image = PdfDocument(paper(slips.printed(slips.full(centre))))[0].render(scale=1).to_pil().convert("RGB")

    assert all(max(colour) - min(colour) < 12 for _count, colour in image.getcolors(1_000_000))


def test_the_paper_says_its_version_copy_and_what_was_pending(centre):
    visit = slips.full(centre)
    slips.printed(visit)

    words = html(slips.printed(visit))

    assert "संस्करण 1" in words
    assert "<b>प्रति 2</b>" in words
    assert "<b>1 रिपोर्ट बाकी</b>" in words
    assert "102 / 108" in words
    assert "<b>104</b>" in words
    assert "यह पर्चा अगली बार साथ लाएँ।" in words


def test_the_first_print_is_no_copy(fresh):
    assert "प्रति" not in html(slips.printed(fresh))


def test_the_head_carries_what_a_slip_must(fresh):
    words = html(slips.printed(fresh))

    for said in (
        "स्वास्थ्य विभाग, बिहार सरकार",
        "शहरी प्रा० स्वा० केंद्र, यारपुर",
        "UPHC Yarpur",
        "08:00–14:00",
        '<b class="token">41</b>',
        "कमरा 2",
        "सुनीता देवी",
        "Sunita Devi",
        "12/A, यारपुर रोड, शिव मंदिर के पास, वार्ड 14, Patna GPO, Patna 800001",
        "98765 XXXXX",
        "XXXX XXXX 2346",
        "निःशुल्क",
        fresh.number,
    ):
        assert said in words, said
    assert fresh.patient.phone[-4:] not in words


def test_a_fresh_slip_leaves_room_to_write(fresh):
    words = html(slips.printed(fresh))

    assert words.count('<span class="blank">') == 7
    assert 'class="write"' in words


def test_a_test_asked_for_before_signing_leaves_room_for_the_doctor(fresh):
    slips.ordered(fresh, 0)

    words = html(slips.printed(fresh))

    assert 'class="short"' in words
    assert "रिपोर्ट अभी बाकी" in words


def test_further_pages_carry_the_patients_banner(centre):
    visit = slips.full(centre, tests=25, medicines=12)
    pdf = paper(slips.printed(visit))

    pages = [text_of(pdf, page) for page in range(len(PdfDocument(pdf)))]

    assert len(pages) == 3
    for number, words in enumerate(pages, start=1):
        assert f"{number}/3" in words
        assert visit.number in words
        assert "41" in words
    assert all(f" {number} " in " ".join(pages).replace("\r\n", " ") for number in (5, 15, 30, 60))


def test_every_result_and_medicine_of_a_long_slip_is_printed(centre):
    visit = slips.full(centre, tests=25, medicines=12)
    pdf = paper(slips.printed(visit, language="en"))

    words = " ".join(text_of(pdf, page) for page in range(len(PdfDocument(pdf))))

    assert words.count("PARACETAMOL") == 6
    assert words.count("METFORMIN") == 6
    assert [n for n in range(2, 10) if f"Haemoglobin {n}" not in words] == []
    assert "HbA1c" in words


def test_the_phones_pdf_says_where_it_came_from(centre):
    from opd.slip import content

    visit = slips.full(centre)
    print_ = slips.printed(visit)

    words = documents.slip_html(
        content(visit, audience="phone"), token=print_.token, copy=3, printed_at=print_.link.issued_at
    )

    assert "फ़ोन से" in words
    assert "प्रति" not in words
