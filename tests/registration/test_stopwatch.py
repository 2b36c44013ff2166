"""The counter's stopwatch: what counts as measured, and what the person in charge is shown of it."""

import re
import time
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from centres.models import Workstation
from hms.lib import crypto
from registration import stopwatch
from registration.models import Visit
from registration.selectors import pace
from registration.stopwatch import Reading
from tests.centres.factories import UserFactory
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


def opened(seconds_ago: int, user, how="typed.", owner=None) -> str:
    text = f"{int(time.time()) - seconds_ago}.{how}"
    return crypto.sign(text, purpose="stopwatch", owner=(owner or user).pk)


def test_a_start_says_when_how_and_where(clerk):
    where = Workstation(pk=7)

    reading = stopwatch.read(stopwatch.start(clerk.user, entry="scanned", workstation=where), clerk.user)

    assert (reading.seconds in range(3), reading.entry, reading.workstation_id) == (True, "scanned", 7)


def test_what_is_not_ours_or_somebody_elses_is_not_known(clerk):
    other = UserFactory()

    assert stopwatch.read("1764000000.typed.", clerk.user) == Reading()
    assert stopwatch.read("", clerk.user) == Reading()
    assert stopwatch.read(opened(20, clerk.user, owner=other), clerk.user) == Reading()


@pytest.mark.parametrize(
    ("seconds", "how", "known"),
    [(41, "typed.", 41), (2, "typed.", None), (2, "scanned.", 2), (0, "scanned.", 0)],
)
def test_a_new_person_is_not_typed_in_two_seconds(clerk, seconds, how, known):
    reading = stopwatch.read(opened(seconds, clerk.user, how), clerk.user).for_new()

    assert reading.seconds == (known if known is None else pytest.approx(known, abs=2))
    assert reading.entry == how.rstrip(".")


def test_a_form_left_open_over_a_meal_says_nothing(clerk, monkeypatch):
    started = stopwatch.start(clerk.user)
    later = time.time() + stopwatch.LONGEST + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert stopwatch.read(started, clerk.user) == Reading()


@pytest.mark.parametrize(("more", "entry"), [({}, "typed"), ({"scanned": "yes"}, "scanned")])
def test_a_further_visit_remembers_whether_a_scanner_found_the_person(clerk, more, entry):
    patient = VisitFactory(centre=clerk.centre, registered_at=timezone.now() - timedelta(days=40)).patient

    page = clerk.client.get(clerk.post("registration:search", {"q": patient.uhid, **more}).url)
    form = {"started": page.context["form"].initial["started"], "department": patient.visits.get().department_id}
    clerk.client.post(
        re.search(r'action="([^"]+/visit/)"', page.content.decode())[1], {**form, "idem": page.context["idem"]}
    )

    visit = patient.visits.latest("registered_at")
    assert (visit.counter_entry, visit.seconds_at_counter in range(20)) == (entry, True)


@pytest.fixture
def morning(centre):
    """At counter 1 two new ones typed, one scanned, one who came again; elsewhere one without a time, and a family."""
    day = timezone.localdate()
    at = lambda hour: timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=hour)  # noqa: E731
    counter = Workstation.objects.create(
        centre=centre, name="काउंटर 1", token_hash=bytes(32), opened_at=at(8), opened_by=UserFactory(), open_until=at(20)
    )
    for seconds, entry, hour, is_new, where in (
        (30, "typed", 9, True, counter),
        (50, "typed", 10, True, counter),
        (20, "scanned", 9, True, counter),
        (8, "scanned", 9, False, counter),
        (None, "", 9, True, None),
        (80, "family", 10, True, None),
        (None, "family", 10, True, None),
    ):
        since = at(hour) if is_new else at(hour) - timedelta(days=9)
        VisitFactory(
            centre=centre, seconds_at_counter=seconds, counter_entry=entry, registered_at=at(hour), workstation=where,
            patient__registered_at=since,
        )  # fmt: skip
    return day


def shown(line: pace.Line) -> dict:
    return {way: (cell.seconds, cell.count) for way, cell in line.cells.items() if cell.count}


def test_medians_stand_by_counter_and_by_hour_and_the_unknown_is_counted(centre, morning, django_assert_num_queries):
    with django_assert_num_queries(3):
        counters, hours = pace.by_counter(centre, morning), pace.by_hour(centre, morning)
        total = pace.whole_day(centre, morning)

    assert [(line.name, line.registered, line.unknown) for line in counters] == [("काउंटर 1", 4, 0), ("", 3, 1)]
    assert shown(counters[0]) == {"new_typed": (40, 2), "new_scanned": (20, 1), "again_scanned": (8, 1)}
    assert shown(counters[1]) == {"family": (80, 1)}
    assert [(line.name, shown(line).get("new_typed")) for line in hours] == [("09", (30, 1)), ("10", (50, 1))]
    assert (total.registered, total.unknown) == (7, 1)


def test_the_person_in_charge_reads_it_and_the_clerk_does_not(english, centre, morning, in_charge, clerk):
    page = in_charge.get("registration:stopwatch").content.decode()
    text = " ".join(re.sub("<[^>]+>", " ", page).split())

    assert "काउंटर 1 40 (2) 20 (1) – 8 (1) – 4 0" in text
    assert "Computer not opened as a counter – – – – 80 (1) 3 1" in text
    assert "Of 7 registrations 1 is not known." in text
    assert clerk.get("registration:stopwatch").status_code == 403


@pytest.mark.parametrize("day", ["", "yesterday", "2999-01-01", "0001-01-01"])
def test_a_day_that_cannot_be_shown_is_today(morning, in_charge, day):
    answer = in_charge.get("registration:stopwatch", {"day": day})

    assert (answer.context["day"], answer.context["after"]) == (timezone.localdate(), None)


def test_the_day_before_is_one_link_away(english, morning, in_charge):
    page = in_charge.get("registration:stopwatch", {"day": str(morning - timedelta(days=1))})

    assert "Nobody was registered on this day." in page.content.decode()
    assert page.context["after"] == morning


def test_the_counter_shows_my_own_median_beside_everybodys(english, centre, clerk):
    since = timezone.now() - timedelta(days=9)
    for seconds, by in ((10, clerk.user), (12, clerk.user), (90, UserFactory())):
        VisitFactory(centre=centre, seconds_at_counter=seconds, registered_by=by, patient__registered_at=since)

    text = " ".join(re.sub("<[^>]+>", " ", clerk.get("registration:counter").content.decode()).split())

    assert "12 s returning" in text
    assert "Yours today: returning 11 s" in text


def test_nothing_measured_is_said(english, clerk):
    text = " ".join(re.sub("<[^>]+>", " ", clerk.get("registration:counter").content.decode()).split())

    assert "Yours today: nothing measured yet" in text
    assert Visit.objects.count() == 0
