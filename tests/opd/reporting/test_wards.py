"""Ward early warning: plain rules, counts against SQL, rows behind each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from opd.reporting import periods, wards
from registration.models import Visit
from tests import loaded
from tests.opd.reporting.days import came, diagnosed

pytestmark = pytest.mark.django_db


@pytest.fixture
def week(centre):
    """The last full week: eight with diarrhoea in ward 40, where one a week is usual; one measles in ward 12."""
    loaded.opd_catalogue()
    week = periods.week_of(timezone.localdate() - timedelta(days=7))
    came(centre, week.first - timedelta(weeks=9))
    for back in range(1, 4):
        diagnosed(came(centre, week.first - timedelta(weeks=back), patient__ward="40"), "A09")
    for day in range(8):
        diagnosed(came(centre, week.first + timedelta(days=day % 7), patient__ward="40"), "A09", "K52.9")
    diagnosed(came(centre, week.first, patient__ward="12"), "B05.9")
    for _ in range(4):
        diagnosed(came(centre, week.first, patient__ward="12"), "A09")
    diagnosed(came(centre, week.first, patient__ward=""), "A09")
    diagnosed(came(centre, week.first, patient__ward="40", cancelled=True), "A09")
    return week


def test_what_stands_out(centre, week):
    alerts = [
        (one.ward, one.line.code, one.now, one.usual, one.rule) for one in wards.counts([centre], week) if one.rule
    ]

    assert alerts == [("40", "P01", 8, 0, "double"), ("12", "P10", 1, 0, "any")]
    before = next(one.before for one in wards.counts([centre], week) if one.rule)
    assert before == (0, 0, 0, 0, 0, 1, 1, 1)


def test_a_centre_that_has_just_begun_has_nothing_to_compare(centre, week):
    early = periods.week_of(week.first - timedelta(weeks=2))
    for _ in range(30):
        diagnosed(came(centre, early.first, patient__ward="40"), "A09")
    Visit.objects.filter(visit_on__lt=early.first - timedelta(weeks=3)).update(visit_on=early.first)

    assert [one.rule for one in wards.counts([centre], early) if one.rule] == []


def test_counts_are_what_sql_says(centre, week):
    ours = {(one.ward, one.line.code): one.now for one in wards.counts([centre], week)}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.ward, count(DISTINCT v.id) FROM registration_visit v
               JOIN registration_patient p ON p.id = v.patient_id JOIN opd_consultation c ON c.visit_id = v.id
               JOIN opd_consultationdiagnosis d ON d.consultation_id = c.id
               WHERE d.code IN ('A09', 'A00.9', 'K52.9') AND v.status <> 'cancelled' AND p.ward <> ''
               AND v.centre_id = %s AND v.visit_on BETWEEN %s AND %s GROUP BY p.ward""",
            [centre.pk, week.first, week.last],
        )
        by_hand = dict(cursor.fetchall())

    assert {ward: ours[ward, "P01"] for ward in by_hand} == by_hand == {"40": 8, "12": 4}


@pytest.mark.parametrize(
    ("code", "now", "before", "rule"),
    [
        ("P01", 4, (0,) * 8, ""),
        ("P01", 5, (0,) * 8, "double"),
        ("P01", 9, (5,) * 8, ""),
        ("P01", 10, (5,) * 8, "double"),
        ("P10", 1, (0,) * 8, "any"),
        ("P10", 0, (3,) * 8, ""),
        ("P06", 50, (1, 1, 1), ""),
    ],
)
def test_the_rules(code, now, before, rule):
    assert wards.rule(code, now, before) == rule


def test_the_page_says_its_rules_and_opens_the_rows(in_charge, district_officer, week):
    day = f"{week.first}"
    page = in_charge.get("opd:figures-wards", {"day": day}).content.decode()
    assert "हमेशा से दोगुना" in page
    assert "स्रोत" in page

    query = {"ward": "40", "line": "P01", "day": day}
    rows = in_charge.get("opd:figures-ward-rows", query)
    assert rows.context["total"] == 8
    assert "सुनीता देवी" not in district_officer.get("opd:figures-ward-rows", query).content.decode()


def test_it_costs_the_same_however_many_cases(in_charge, week, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        in_charge.get("opd:figures-wards", {"day": f"{week.first}"})
