"""The home of a centre: what waits, by right; and the frame around every page."""

import re

import pytest
from django.utils import timezone

from centres.models import SetPasswordLink
from centres.permissions import Role
from hms.nav import IN_THE_BAR
from tests.centres.factories import CentreFactory, DepartmentFactory, MembershipFactory, staff
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


def tiles(worker):
    return {tile.what: tile.count for tile in home(worker).context["tiles"]}


def home(worker):
    return worker.client.get(f"/c/{worker.centre.code}/")


def nav(worker):
    return re.findall(r">([^<>]+)</a>", bar_of(worker))


def bar_of(worker):
    return re.search(r'<nav class="topbar-nav".*?</nav>', home(worker).content.decode(), re.S)[0]


def test_a_clerk_sees_the_counter_and_the_day(english, clerk):
    VisitFactory.create_batch(2, centre=clerk.centre)
    VisitFactory()

    assert tiles(clerk) == {"Register a patient": None, "Registered today": 2, "Waiting": 2}


def test_a_nurse_sees_who_is_not_measured(english, nurse):
    VisitFactory(centre=nurse.centre)

    assert tiles(nurse) == {"Waiting": 1, "Vitals to take": 1, "Whom to call": 0}


def test_a_doctor_sees_the_queue_and_unsigned_drafts(english, doctor):
    assert tiles(doctor) == {"Waiting": 0, "Vitals to take": 0, "My drafts not signed": 0, "Whom to call": 0}


def test_the_laboratory_sees_its_steps(english, lab_technician):
    assert tiles(lab_technician) == {
        "Critical values to tell": 0,
        "Samples to take": 0,
        "Results to enter": 0,
        "Results to release": 0,
    }


def test_whoever_is_in_charge_sees_open_password_links_of_the_own_people(english, in_charge):
    for person in (in_charge.user, staff(Role.CLERK, CentreFactory())):
        SetPasswordLink.objects.create(
            user=person,
            token_hash=person.pk.to_bytes(32, "big"),
            expires_at=timezone.now() + timezone.timedelta(hours=1),
        )

    assert tiles(in_charge)["Password links not used yet"] == 1


def test_the_district_sees_every_urban_centre_with_its_stage_and_visits(english, district_officer, centre):
    VisitFactory.create_batch(3, centre=centre)
    CentreFactory(code="UPHC-99", stage="planned")

    rows = home(district_officer).context["network"]

    assert [(row.code, row.stage, row.visits_today) for row in rows] == [
        ("UPHC-02", "live", 3),
        ("UPHC-99", "planned", 0),
    ]


def test_a_morning_without_patients_says_so(english, clerk):
    assert "nobody yet" in home(clerk).content.decode()


@pytest.mark.parametrize("visits", [1, 6])
def test_the_home_costs_the_same_however_busy(in_charge, visits, django_assert_max_num_queries):
    VisitFactory.create_batch(visits, centre=in_charge.centre)

    with django_assert_max_num_queries(25):
        home(in_charge)


def test_another_centres_home_does_not_exist(clerk):
    other = DepartmentFactory().centre

    assert clerk.client.get(f"/c/{other.code}/").status_code == 404


def test_the_bar_offers_only_what_the_person_may_do(english, clerk, in_charge):
    assert nav(clerk) == ["Home", "Counter", "Queue"]
    everything = [
        "Home",
        "Counter",
        "Queue",
        "Stock",
        "Figures",
        "Gaps",
        "Inspections",
        "Reference lists",
        "Staff",
        "This centre",
        "Audit",
    ]
    assert nav(in_charge) == everything


def test_what_does_not_fit_in_the_bar_stands_in_its_menu(english, in_charge):
    MembershipFactory(role=Role.LAB_TECHNICIAN, centre=in_charge.centre, user=in_charge.user)

    shown, more = bar_of(in_charge).split("<details")

    assert shown.count("<a ") == IN_THE_BAR - 1
    assert nav(in_charge)[IN_THE_BAR - 1 :] == re.findall(r">([^<>]+)</a>", more)
    assert "Audit" in more


def test_the_page_one_is_on_is_marked(english, clerk):
    assert '<a href="/c/UPHC-02/" aria-current="page">Home</a>' in home(clerk).content.decode()


def test_the_centres_name_stands_in_both_languages(english, clerk):
    page = home(clerk).content.decode()

    assert '<a class="topbar-name" href="/c/UPHC-02/">UPHC Yarpur</a>' in page
    assert f'<span lang="hi">{clerk.centre.name_hi}</span>' in page


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_ribbon_is_on_demo_pages_and_nowhere_else(english, clerk, is_demo):
    type(clerk.centre).objects.filter(pk=clerk.centre.pk).update(is_demo=is_demo)

    assert ("Demo: practice data, no real patient" in home(clerk).content.decode()) is is_demo


def test_a_page_holds_no_inline_script_and_no_other_host(clerk):
    answer = home(clerk)
    page = answer.content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert " style=" not in page
    assert re.findall(r"(?:src|href|action)=\"(?!/|\?|#)[^\"]*", page) == []
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/c/NOPE/", 404)])
def test_a_wrong_address_says_so_with_a_number_for_the_administrator(english, clerk, path, status):
    answer = clerk.client.get(path)

    assert answer.status_code == status
    assert "This page does not exist" in answer.content.decode()
    assert answer["X-Request-Id"] in answer.content.decode()
