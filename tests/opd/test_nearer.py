"""The big hospital's desk: warning signs first, the nearest centre that can take the person now, a token there."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from centres import once
from centres.models import AuditEvent, Centre, SignIn
from hms.lib.dates import INDIA
from opd.models import CareLevel, Redirection
from opd.nearness import nearness, straight_km
from opd.selectors import nearer, redirect_report
from registration.models import Patient, PatientAccess, Visit
from tests.centres.factories import CentreFactory, DepartmentFactory, HospitalFactory, SessionFactory, staff
from tests.centres.signing import Worker
from tests.opd.factories import desk_complaint
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=INDIA)  # a Tuesday


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=True):
        yield


def opened(centre, *, doctor=True) -> Centre:
    """Open today from 8 to 2, with a doctor at work."""
    SessionFactory(centre=centre, weekday=MORNING.weekday())
    if doctor:
        at_work(staff("doctor", centre, name_en=f"Dr {centre.short_code}"))
    return centre


def at_work(user) -> None:
    now = timezone.now()
    SignIn.objects.create(user=user, session_key=f"s{user.pk}", method="password", started_at=now, seen_at=now)


@pytest.fixture
def hospital():
    return HospitalFactory(name_en="Patna Medical College", kind="MEDICAL_COLLEGE", tier="tertiary")


@pytest.fixture
def desk(hospital):
    return Worker.at(hospital, "clerk")


@pytest.fixture
def near(centre):
    return opened(centre)


@pytest.fixture
def cold(db):
    return desk_complaint()


NO_SIGN = {"red_flag": "no", "complaint": "CC024", "pincode": "800001"}


# --- how far ------------------------------------------------------------------------------------------------------
def place(pincode="", lat=None, long=None):
    return SimpleNamespace(pincode=pincode, latitude=lat, longitude=long)


def test_how_the_distance_is_known_is_said():
    hospital = place(lat=25.62, long=85.16)

    assert nearness("800001", place("800001"), hospital).words == "same PIN code as the home"
    assert nearness("800002", place("800001", 25.62, 85.06), hospital).words == (
        "10.0 km from this hospital in a straight line"
    )
    assert nearness("800002", place("800001"), hospital).words == "distance not known"
    assert nearness("", place(""), hospital).words == "distance not known"


def test_a_known_distance_is_right():
    """Patna Junction to Patna City station, 25.6022 N 85.1376 E and 25.5947 N 85.2217 E: 8.5 km."""
    assert round(straight_km(place("", 25.6022, 85.1376), place("", 25.5947, 85.2217)), 1) == 8.5


# --- which centre ----------------------------------------------------------------------------------------------
def test_the_nearest_that_can_take_the_person_stands_first(hospital, near, cold):
    far = opened(CentreFactory(pincode="800020"))
    DepartmentFactory(centre=far)
    closed = CentreFactory()
    planned = opened(CentreFactory(stage="planned"))
    without = opened(CentreFactory(), doctor=False)

    found = nearer.nearer(hospital, cold, "800001")

    assert [one.centre for one in found if one.is_possible] == [near, far]
    assert {one.centre for one in found if not one.is_possible} == {closed, without}
    assert planned not in [one.centre for one in found]
    assert (found[0].doctor, found[0].closes, found[0].waiting) == ("Dr YRP", time(14), 0)


@pytest.mark.parametrize(("hour", "minute", "possible"), [(7, 50, 0), (8, 0, 1), (13, 30, 1), (13, 31, 0), (20, 0, 0)])
def test_half_an_hour_is_left_to_get_there(hospital, near, cold, hour, minute, possible):
    with time_machine.travel(MORNING.replace(hour=hour, minute=minute), tick=False):
        assert sum(one.is_possible for one in nearer.nearer(hospital, cold, "")) == possible


def test_it_costs_the_same_for_every_number_of_centres(hospital, near, cold, django_assert_max_num_queries):
    for _more in range(6):
        opened(CentreFactory())

    with django_assert_max_num_queries(5):
        nearer.nearer(hospital, cold, "800001")


def test_what_the_table_sends_to_a_hospital_is_not_offered(cold):
    assert [row.complaint.code for row in nearer.complaints()] == ["CC024"]
    CareLevel.objects.update(level="hospital")
    assert nearer.complaints() == []


# --- the desk ---------------------------------------------------------------------------------------------------
def test_a_warning_sign_stops_it_and_names_no_centre(desk, near, cold):
    page = desk.post("opd:nearer", {**NO_SIGN, "red_flag": "yes", "to": near.code})

    row = Redirection.objects.get()
    assert (row.outcome, row.to_centre, page.url) == ("red_flag", None, desk.url("opd:nearer"))
    assert "Nobody with such a sign is sent away." in desk.get("opd:nearer").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Any of these signs?: choose one."),
        ({"red_flag": "no"}, "Choose what the person comes with."),
        ({"red_flag": "maybe", "complaint": "CC024"}, "Choose from the list."),
        ({"red_flag": "no", "complaint": "CC999"}, "Choose from the list."),
        ({**NO_SIGN, "pincode": "12"}, "A PIN code has 6 digits"),
    ],
)
def test_nothing_is_named_before_the_signs_are_answered(desk, near, cold, typed, words):
    page = desk.post("opd:nearer", typed)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert "UPHC Yarpur" not in page.content.decode()


def test_the_choice_says_hours_doctor_queue_and_distance(desk, near, cold):
    VisitFactory(centre=near)
    page = desk.post("opd:nearer", NO_SIGN).content.decode()

    for words in ("UPHC Yarpur", "open until 14:00", "Dr YRP", "1 person waits", "same PIN code as the home"):
        assert words in page
    assert not Redirection.objects.exists()


def chosen(desk, near) -> Redirection:
    desk.post("opd:nearer", {**NO_SIGN, "to": near.code})
    return Redirection.objects.get()


def test_a_centre_that_closed_meanwhile_is_not_named(desk, near, cold):
    near.sessions.all().delete()
    page = desk.post("opd:nearer", {**NO_SIGN, "to": near.code})

    assert page.status_code == 409
    assert "This centre cannot take anybody now." in page.content.decode()


NEW = {
    "do": "new",
    "name": "Sunita Devi",
    "birth": "40",
    "sex": "F",
    "phone": "9876543210",
    "street": "Yarpur",
    "consent": "on",
}


def test_somebody_new_gets_a_token_there_and_the_slip_here(desk, near, cold):
    row = chosen(desk, near)
    desk.post("opd:nearer-person", NEW, code=row.code)

    row.refresh_from_db()
    assert (row.outcome, row.visit.centre, row.visit.token) == ("sent", near, 1)
    assert row.visit.patient.pincode == "800001"
    assert PatientAccess.objects.get().centre == near
    page = desk.get("opd:nearer-person", code=row.code).content.decode()
    assert "0 people wait before" in page
    paper = desk.post("opd:nearer-print", {"paper": "A5"}, code=row.code)
    assert paper["Content-Type"] == "application/pdf"
    assert row.visit.slip_links.count() == 1


def test_the_same_form_twice_gives_one_token(desk, near, cold):
    row = chosen(desk, near)
    key = once.new_key(desk.user)
    for _twice in range(2):
        desk.post("opd:nearer-person", NEW, key=key, code=row.code)

    assert Visit.objects.count() == 1


def test_somebody_very_much_alike_is_compared_first(desk, near, cold):
    PatientFactory(
        name="Sunita Devi",
        birth_date=MORNING.date() - timedelta(days=365 * 40 + 30),
        phone="9876543210",
        street="Yarpur",
    )
    row = chosen(desk, near)
    page = desk.post("opd:nearer-person", NEW, code=row.code)

    assert page.status_code == 409
    assert "This person may be registered already." in page.content.decode()
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ({"q": "9876543210", "year": "1986"}, True),
        ({"q": "9876543210", "year": "1987"}, False),
        ({"q": "9876543210", "year": ""}, False),
        ({"q": "9876543211", "year": "1986"}, False),
        ({"q": "Sunita Devi", "year": "1986"}, False),
    ],
)
def test_a_number_wants_the_year_beside_it(desk, near, cold, typed, is_found):
    PatientFactory(name="Sunita Devi", phone="9876543210")
    row = chosen(desk, near)
    page = desk.post("opd:nearer-person", {"do": "known", **typed}, code=row.code)

    assert (page.status_code == 302) is is_found
    assert Visit.objects.filter(centre=near).exists() is is_found
    if not is_found:
        assert "No record fits this number and year of birth" in page.content.decode()


def test_a_slip_in_hand_is_enough_and_todays_token_counts(desk, near, cold):
    visit = VisitFactory(centre=near)
    row = chosen(desk, near)
    desk.post("opd:nearer-person", {"do": "known", "q": visit.code}, code=row.code)

    row.refresh_from_db()
    assert (row.outcome, row.visit) == ("sent", visit)
    assert AuditEvent.objects.filter(action="redirect.sent", patient_key=visit.patient_id).count() == 1


def test_another_hospitals_redirection_is_none(desk, near, cold):
    row = chosen(desk, near)
    other = Worker.at(HospitalFactory(), "clerk")

    assert other.get("opd:nearer-person", code=row.code).status_code == 404
    assert other.post("opd:nearer-print", code=row.code).status_code == 404


def test_a_health_centre_has_no_such_desk(clerk):
    assert clerk.get("opd:nearer").url == f"/c/{clerk.centre.code}/"


# --- in numbers --------------------------------------------------------------------------------------------------
def test_the_report_counts_both_ends(desk, near, cold, hospital, in_charge, district_officer):
    row = chosen(desk, near)
    desk.post("opd:nearer-person", NEW, code=row.code)
    desk.post("opd:nearer", {**NO_SIGN, "red_flag": "yes"})
    Visit.objects.update(status="done", done_at=timezone.now(), done_by=desk.user)

    [line] = redirect_report.from_hospitals(30, hospital)
    assert line.counts == {"asked": 2, "red_flag": 1, "named": 0, "sent": 1, "seen": 1}
    [line] = redirect_report.to_centres(30, near)
    assert (line.name, line.counts["sent"]) == ("UPHC Yarpur", 1)
    for worker in (in_charge, district_officer):
        page = worker.get("opd:referral-report").content.decode()
        assert "Sent nearer home" in page
        assert Patient.objects.get().name not in page
