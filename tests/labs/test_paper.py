"""What the laboratory puts on paper, read back out of the PDF."""

from copy import copy

import pypdfium2
import pytest
from django.utils import timezone

from labs import documents
from labs.models import Report
from labs.selectors.register import Entry, register
from tests.labs.factories import collected, released
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db
COUNT = {"HB": "9.8", "TLC": "7400", "RBC": "4.21", "PCV": "31.5", "PLT": "210000", "NEUT": "60", "LYMPH": "30"}


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def book(centre) -> list[str]:
    today = timezone.localdate()
    return pages(documents.register_pdf({"entries": register(centre, today), "on": today, "centre_row": centre}))


def many(lab, count: int) -> list:
    """One day's entries: the same seven released values, under other numbers and addresses."""
    visit = VisitFactory(centre=lab)
    released(visit, COUNT)
    (entry,) = register(lab, timezone.localdate())
    entries = []
    for number in range(count):
        other = copy(visit)
        other.number, other.patient = f"YRP-{number:03}", copy(visit.patient)
        other.patient.street = f"गली {number:03}"
        entries.append(Entry(number + 1, other, entry.lines))
    return entries


def test_a_morning_of_blood_counts_stands_on_one_page_of_the_register(lab):
    book = {"entries": many(lab, 12), "on": timezone.localdate(), "centre_row": lab}

    assert len(pages(documents.register_pdf(book))) == 1


def test_no_entry_of_the_register_breaks_over_a_page(lab):
    book = {"entries": many(lab, 40), "on": timezone.localdate(), "centre_row": lab}

    leaves = pages(documents.register_pdf(book))

    assert len(leaves) > 1
    for number in range(40):
        (leaf,) = [page for page in leaves if f"YRP-{number:03}" in page]
        assert f"{number:03} ·" in leaf


def test_the_register_names_a_panel_once_and_says_what_is_to_come(lab):
    collected(VisitFactory(centre=lab), "CBC")
    (entry,) = register(lab, timezone.localdate())

    assert (len(entry.lines) > 10, entry.waiting, entry.groups) == (True, ["सी.बी.सी. (खून की पूरी जाँच)"], [])


def test_a_practice_centres_books_say_so(lab):
    lab.is_demo = True
    released(VisitFactory(centre=lab), {"HB": "9.8"})

    assert "DEMO" in book(lab)[0]


@pytest.mark.parametrize("rows", range(17, 23))
def test_the_foot_of_a_report_never_stands_alone(lab, rows):
    released(VisitFactory(centre=lab), {"HB": "9.8"})
    report = Report.objects.get()
    content, seal = report.content, report.content_sha256
    (line,) = content["groups"][0]["lines"]
    facts = line["facts"]
    lines = [{**line, "en": f"Test{number}"} for number in range(rows)]
    content["groups"] = [{"hi": "समूह", "en": "Group", "facts": facts, "lines": lines}]

    last = pages(documents.report_pdf(content, seal=seal, paper="A5", check_url="https://hms.example.org/r/x"))[-1]

    assert f"Test{rows - 1}" in last
