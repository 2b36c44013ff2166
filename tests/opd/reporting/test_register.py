"""The OPD register: its rows, its totals, who reads names, and the printed book."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from centres.models import AuditEvent
from centres.permissions import Role
from opd.reporting import making, register
from opd.reporting.periods import Period
from opd.reporting.scope import Scope
from tests.centres.factories import CentreFactory
from tests.centres.signing import Worker
from tests.opd.reporting.days import came, diagnosed, sent, yesterday

pytestmark = pytest.mark.django_db

# Counted a second time, without our querysets.
BY_HAND = """
    SELECT count(*) FILTER (WHERE v.status <> 'cancelled'),
           count(*) FILTER (WHERE v.status <> 'cancelled' AND v.kind = 'new'),
           count(*) FILTER (WHERE v.status <> 'cancelled' AND p.sex = 'F'),
           count(*) FILTER (WHERE v.status <> 'cancelled' AND p.birth_date > v.visit_on - interval '5 years'),
           count(*) FILTER (WHERE v.status <> 'cancelled' AND p.birth_date <= v.visit_on - interval '60 years'),
           count(*) FILTER (WHERE v.status <> 'cancelled'
                              AND EXISTS (SELECT 1 FROM opd_referral r WHERE r.visit_id = v.id)),
           count(*) FILTER (WHERE v.status = 'cancelled')
    FROM registration_visit v JOIN registration_patient p ON p.id = v.patient_id
    WHERE v.centre_id = %s AND v.visit_on BETWEEN %s AND %s
"""


@pytest.fixture
def day(centre):
    """Yesterday at the centre: six people, one of them cancelled; the other centre has its own."""
    on = yesterday()
    diagnosed(came(centre, on, patient__name="सुनीता देवी"), "J06.9")
    came(centre, on, sex="M", years=60, kind="follow_up")
    came(centre, on, sex="M", years=59)
    came(centre, on, sex="O", years=4)
    sent(came(centre, on, years=5))
    came(centre, on, years=30, cancelled=True)
    came(CentreFactory(), on)
    return on


def test_totals_are_what_sql_says(centre, day):
    period = Period(day, day)
    rows = register.visits([centre], period)
    total = register.totals(rows)

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, [centre.pk, day, day])
        by_hand = cursor.fetchone()
    ours = (total.registered, total.new, total.female, total.children, total.seniors, total.referred, total.cancelled)
    assert ours == by_hand == (5, 4, 2, 1, 1, 1, 1)
    assert total.new + total.follow_up == total.female + total.male + total.other == total.registered


def test_the_pages_of_the_book_add_up_to_the_register(centre, day):
    for _ in range(28):
        came(centre, day)
    rows = register.visits([centre], Period(day, day))

    book = register.pages(list(register.with_everything(rows)))

    assert [len(page["rows"]) for page in book] == [14, 14, 6]
    assert book[-1]["so_far"] == register.totals(rows)
    assert sum((page["total"] for page in book), register.Totals()) == register.totals(rows)


def test_whoever_is_in_charge_reads_names_in_serial_order(in_charge, day):
    page = in_charge.get("opd:figures-register", {"day": f"{day}"}).content.decode()

    assert "सुनीता देवी" in page
    serials = [visit.daily_serial for visit in register.visits([in_charge.centre], Period(day, day))]
    assert serials == sorted(serials)
    assert AuditEvent.objects.filter(action="register.read", by=in_charge.user).count() == 1


def test_the_district_reads_slip_numbers_only(district_officer, centre, day):
    visit = register.visits([centre], Period(day, day)).first()
    visit.patient.name = visit.patient.guardian_name = "कोई नाम"
    visit.patient.street = "कोई गली"
    visit.patient.save()

    page = district_officer.get("opd:figures-register", {"day": f"{day}", "at": centre.code}).content.decode()

    assert visit.number in page
    hidden = ("कोई नाम", "कोई गली", visit.patient.phone, visit.patient.uhid)
    assert [word for word in hidden if word in page] == []
    everybody = district_officer.get("opd:figures-register", {"day": f"{day}"})
    assert everybody.context["total"].registered == 6


def test_another_centre_cannot_be_asked_for(in_charge, day):
    other = CentreFactory()
    visit = came(other, day)

    page = in_charge.get("opd:figures-register", {"day": f"{day}", "at": other.code}).content.decode()

    assert visit.number not in page


def test_what_stigma_follows_is_not_named(in_charge, day):
    diagnosed(came(in_charge.centre, day), "B24", name_en="HIV disease", name_hi="एच.आई.वी.", is_sensitive=True)

    page = in_charge.get("opd:figures-register", {"day": f"{day}"}).content.decode()

    assert "एच.आई.वी." not in page
    assert "गोपनीय" in page


@pytest.mark.parametrize(
    "query", [{"day": "32-13-2026"}, {"from": "x", "to": "²"}, {"day": "2999-01-01"}, {"from": "9" * 40}]
)
def test_a_wrong_day_is_said_and_today_shown(in_charge, query):
    response = in_charge.get("opd:figures-register", query)

    assert response.context["period"] == Period(timezone.localdate(), timezone.localdate())
    assert response.context["problem"] in response.content.decode()


def test_a_range_is_shown_in_pages_of_a_hundred(in_charge, day):
    for _ in range(101):
        came(in_charge.centre, day)
    query = {"from": f"{day - timedelta(days=3)}", "to": f"{day}"}

    first, second = (
        in_charge.get("opd:figures-register", query),
        in_charge.get("opd:figures-register", {**query, "page": "2"}),
    )

    assert (len(first.context["rows"]), len(second.context["rows"])) == (100, 7)


def test_the_page_costs_the_same_however_long(in_charge, day, django_assert_max_num_queries):
    for _ in range(30):
        diagnosed(came(in_charge.centre, day), "J06.9")

    with django_assert_max_num_queries(16):
        assert in_charge.get("opd:figures-register", {"day": f"{day}"}).status_code == 200


def test_the_book_is_printed_for_one_centre_and_few_days(in_charge, district_officer, day, paper_fonts):
    paper = in_charge.get("opd:figures-register-print", {"from": f"{day}", "to": f"{day}"})
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")

    long_ago = day - timedelta(days=20)
    assert in_charge.get("opd:figures-register-print", {"from": f"{long_ago}", "to": f"{day}"}).status_code == 302
    assert district_officer.get("opd:figures-register-print", {"day": f"{day}"}).status_code == 302


def test_a_spreadsheet_has_names_only_for_whom_they_are_due(centre, day):
    with_names, without = (
        making.register.table(Scope([centre], centre, has_names).has_names)[0] for has_names in (True, False)
    )

    assert set(with_names) - set(without) == {"UHID", "नाम", "अभिभावक", "मोहल्ला"}


@pytest.mark.parametrize("role", [Role.CLERK, Role.NURSE, Role.DOCTOR, Role.LAB_TECHNICIAN, Role.PHARMACIST])
def test_others_have_no_register(centre, role):
    assert Worker.at(centre, role).get("opd:figures-register").status_code == 403
