"""The paper of busy days: panels that wait, many medicines, printed heads, and Hindi first."""

import pytest
from pypdfium2 import PdfDocument

from labs.services import order_tests
from tests.labs.factories import load_catalogue
from tests.opd import slips
from tests.opd.test_slip_paper import html, paper, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper_fonts")]


@pytest.fixture
def visit(centre):
    visit = slips.visit_of(centre)
    load_catalogue(centre)
    slips.signed(visit)
    return visit


def test_a_panel_without_any_report_takes_one_row(visit, english):
    order_tests(visit, ["CBC", "HB"], by=visit.registered_by)

    page = html(slips.printed(visit, language="en"))

    assert page.count('<td colspan="2">report still to come</td>') == 1
    assert "Platelet" not in page


def test_a_panel_of_which_something_is_ready_shows_its_rows(visit):
    slips.reported(visit)

    assert slips.printed(visit).slip.tests.parts[0].waiting is None


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_what_overflows_goes_on_under_the_patient_s_banner(centre, size):
    visit = slips.full(centre, tests=40, medicines=12)
    pdf = paper(slips.printed(visit, paper=size, language="en"), size)
    pages = len(PdfDocument(pdf))

    assert pages >= 2
    for page in range(1, pages):
        assert "Sunita Devi" in text_of(pdf, page) or visit.number in text_of(pdf, page)
        assert f"{page + 1}/{pages}" in text_of(pdf, page)


def test_a_printed_head_is_left_free(visit, centre):
    plain = html(slips.printed(visit, language="en"))
    centre.letterhead_mm = 35
    centre.save()
    visit.refresh_from_db()
    headed = html(slips.printed(visit, language="en"))

    assert "Health Department, Government of Bihar" in plain
    assert "Health Department, Government of Bihar" not in headed
    assert '<div class="lead-35">' in headed
    assert visit.number in headed


def test_an_english_slip_says_how_to_take_in_hindi_first(visit):
    page = html(slips.printed(visit, language="en"))
    medicine = visit.consultation.prescription.first()

    assert page.index(medicine.words_hi) < page.index(medicine.words_en)
