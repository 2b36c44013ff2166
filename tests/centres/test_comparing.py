"""Centres beside each other, and the report on paper."""

import pytest
from pypdfium2 import PdfDocument

from centres.compare_chart import chart
from tests.centres.factories import CentreFactory
from tests.centres.inspecting import finished_inspection, started_inspection

pytestmark = pytest.mark.django_db


def test_the_newest_visit_of_each_centre_the_best_first(
    english, district_officer, centre, django_assert_max_num_queries
):
    office, other = district_officer.centre, CentreFactory()
    finished_inspection(centre, office, EQ01="0")
    finished_inspection(centre, office, HR01="0")
    finished_inspection(other, office)
    started_inspection(CentreFactory(), office)

    with django_assert_max_num_queries(12):
        page = district_officer.get("inspection:compare")

    rows = page.context["rows"]
    assert [(row.centre, row.points, row.before, row.change) for row in rows] == [
        (other, "100.0", "", ""),
        (centre, "75.0", "75.0", "0"),
    ]
    assert [key for key, _name in page.context["domains"]] == ["Human resources", "Diagnostics", "Equipment", "Quality"]
    assert rows[1].cells == ["0.0", "100.0", "100.0", "100.0"]
    assert page.content.decode().count("<rect class=") == 2


def test_another_offices_visits_are_not_compared(district_officer, centre):
    from tests.centres.factories import OfficeFactory

    finished_inspection(centre, OfficeFactory(code="CSO-2", short_code="CS2"))

    assert district_officer.get("inspection:compare", {"list": "nonsense"}).context["rows"] == []


def test_a_bar_is_as_long_as_its_points():
    drawn = chart([("A", "1", "100.0", ""), ("B", "2", "50.0", "25.0")])

    assert [bar.width for bar in drawn.bars] == [440, 220]
    assert [bar.before_x for bar in drawn.bars] == [None, 360 + 110]
    assert [bar.is_lowest for bar in drawn.bars] == [False, True]


def test_the_report_prints_what_is_short(paper_fonts, district_officer, in_charge, centre):
    visit = finished_inspection(centre, district_officer.centre, EQ01="1")

    papers = [
        district_officer.get("inspection:report-paper", code=visit.code),
        in_charge.get("inspection:own-report-paper", code=visit.code),
    ]

    for paper in papers:
        words = " ".join(page.get_textpage().get_text_range() for page in PdfDocument(paper.content))
        assert "EQ01" in words
        assert visit.score["points"] in words
        assert "EQ02" not in words
    other = started_inspection(CentreFactory(), district_officer.centre)
    assert district_officer.get("inspection:report-paper", code=other.code).status_code == 404
