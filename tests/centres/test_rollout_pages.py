"""The rollout as people see it: board, map, one centre, and the forms."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from centres import once, rollout_map
from centres.models import Blocker, DeviceCount, StageMove, StepPlan, Workstation
from centres.permissions import Role
from centres.selectors import rollout as selectors
from centres.services import blockers, workstations
from hms.lib.dates import format_day
from tests.centres.factories import CentreFactory, staff
from tests.centres.rollout import count, days_ago, heard, load, make_ready, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def trained(centre):
    load()
    centre.stage = "trained"
    centre.save()
    return centre


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.usefixtures("english")
def test_the_board_says_stage_blockers_devices_and_silence(centre, office, district_officer):
    load()
    blockers.raise_blocker(centre, text="No line yet", since=days_ago(9), owner="BSNL", by=district_officer.user)
    count(centre, district_officer.user, computer=(5, 4))
    heard(centre, district_officer.user, ago=timedelta(days=3, hours=1))

    page = text(district_officer.get("centre:rollout"))

    assert "UPHC Yarpur UPHC-02" in page
    assert f"No line yet since {format_day(days_ago(9))}" in page
    assert "Computers 4/5" in page
    assert "3 days ago" in page
    assert "1 live centre was not heard from for three days" in page
    assert "1 centre has something in the way" in page


@pytest.mark.usefixtures("english")
def test_the_board_is_narrowed_and_sorted(office, district_officer):
    CentreFactory(code="AAA-1", name_en="Zeta", stage="planned", phase=2)
    CentreFactory(code="BBB-1", name_en="Alpha", stage="live", phase=1)

    def order(**query):
        return re.findall(r"(AAA-1|BBB-1)</span>", district_officer.get("centre:rollout", query).content.decode())

    assert order() == ["BBB-1", "AAA-1"]
    assert order(sort="name") == ["BBB-1", "AAA-1"]
    assert order(sort="blockers") == ["AAA-1", "BBB-1"]
    assert order(sort="nonsense") == ["BBB-1", "AAA-1"]
    assert order(stage="planned") == ["AAA-1"]
    assert order(phase="1") == ["BBB-1"]
    assert order(phase="x' or 1=1") == ["BBB-1", "AAA-1"]


def test_the_board_stays_within_its_queries(office, district_officer, django_assert_max_num_queries):
    load()
    CentreFactory.create_batch(26)

    with django_assert_max_num_queries(25):
        district_officer.get("centre:rollout")


@pytest.mark.usefixtures("english")
def test_the_map_marks_each_centre_by_shape_and_word(centre, office, district_officer):
    CentreFactory(code="LOST-1", short_code="LST", name_en="Lost", stage="planned", pincode="")

    page = district_officer.get("centre:rollout-map").content.decode()

    assert 'aria-label="UPHC Yarpur (UPHC-02): Live"' in page
    assert f'd="{rollout_map.SHAPES["live"]}"' in page
    assert 'aria-label="Lost (LOST-1): Planned"' in page
    assert "Place not known yet" in page
    assert "A sketch, not to scale" in page
    assert len(set(rollout_map.SHAPES.values())) == 5


@pytest.mark.usefixtures("english")
def test_the_map_is_to_scale_once_places_are_known(centre, office, district_officer):
    centre.latitude, centre.longitude = "25.60", "85.10"
    centre.save()
    CentreFactory(latitude="25.62", longitude="85.20")

    plan = rollout_map.draw(selectors.board(list(selectors.of_rollout(centre.__class__.objects.all()))))

    assert plan.is_to_scale
    west, east = sorted(plan.placed, key=lambda mark: mark.x)
    assert west.line.centre == centre
    assert west.y > east.y  # north is up
    assert "Drawn to scale" in district_officer.get("centre:rollout-map").content.decode()


@pytest.mark.usefixtures("english")
def test_going_live_is_refused_with_what_is_missing_then_signed(trained, district_officer):
    make_ready(trained, district_officer.user)
    count(trained, district_officer.user, ups=(1, 0))
    asked = {"before": "trained", "stage": "live", "done_on": format_day(today())}

    refused = district_officer.post("centre:rollout-move", asked, at="UPHC-02")
    signed = district_officer.post(
        "centre:rollout-move", {**asked, "sign": "on", "reason": "The UPS comes on Monday"}, at="UPHC-02"
    )

    assert refused.status_code == 409
    assert "Not ready: 1 point is missing" in text(refused)
    assert "A UPS working" in text(refused)
    assert signed.status_code == 302
    page = text(district_officer.client.get(signed.url))
    assert "Live by signature: the readiness list was not complete." in page
    assert "The UPS comes on Monday" in page
    assert "Missing then: A UPS working" in page


def test_a_double_click_moves_it_once(centre, district_officer):
    centre.stage = "planned"
    centre.save()
    key = once.new_key(district_officer.user)
    asked = {"before": "planned", "stage": "surveyed", "done_on": format_day(today())}

    first = district_officer.post("centre:rollout-move", asked, key=key, at="UPHC-02")
    second = district_officer.post("centre:rollout-move", asked, key=key, at="UPHC-02")

    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert StageMove.objects.count() == 1


def test_the_centre_itself_does_not_move_itself(in_charge, centre):
    page = in_charge.get("centre:rollout-centre").content.decode()

    assert "rollout/move" not in page
    assert in_charge.client.post("/c/UPHC-02/network/UPHC-02/rollout/move/").status_code == 403


@pytest.mark.usefixtures("english")
def test_the_person_in_charge_counts_and_writes_down_what_is_in_the_way(in_charge):
    numbers = {f"{kind}_{name}": "1" for kind in DeviceCount.Kind.values for name in ("total", "working")}
    counted = in_charge.post("centre:rollout-devices", {**numbers, "counted_on": format_day(today())})
    in_charge.post("centre:rollout-blocker-new", {"text": "No line", "since": format_day(today()), "owner": "BSNL"})

    page = text(in_charge.client.get(counted.url))
    assert "No line" in page
    assert DeviceCount.objects.count() == 5
    blocker = Blocker.objects.get()
    in_charge.post("centre:rollout-blocker", {"resolution": "It came"}, pk=blocker.pk)
    assert "Nothing is in the way." in text(in_charge.get("centre:rollout-centre"))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"printer_total": "-1"}, "Too little: at least 0."),
        ({"printer_total": "9999999"}, "Too much: at most 200."),
        ({"printer_working": "3"}, "More working than there are."),
        ({"printer_total": "two"}, "Type a whole number, digits only."),
        ({"counted_on": "31-02-2026"}, "Write a day such as 14-07-2026."),
        ({"counted_on": "14-07-2126"}, "This day is still to come."),
    ],
)
def test_an_absurd_count_is_refused_beside_its_box(in_charge, wrong, sentence):
    numbers = {f"{kind}_{name}": "2" for kind in DeviceCount.Kind.values for name in ("total", "working")}
    response = in_charge.post("centre:rollout-devices", {**numbers, "counted_on": format_day(today()), **wrong})

    assert response.status_code in {409, 422}
    assert sentence in text(response)
    assert not DeviceCount.objects.exists()


def test_a_step_is_planned(centre, district_officer):
    due = format_day(today() + timedelta(days=4))
    district_officer.post("centre:rollout-step", {"owner": "बेल्ट्रॉन", "due_on": due}, at="UPHC-02", stage="equipped")

    row = StepPlan.objects.get()
    assert (row.stage, row.owner, format_day(row.due_on)) == ("equipped", "बेल्ट्रॉन", due)


def test_points_are_ticked_off(trained, district_officer):
    district_officer.post("centre:rollout-readiness", {"point_POSTERS": "on", "note": "देखा"}, at="UPHC-02")

    assert "देखा" in district_officer.get("centre:rollout-centre", at="UPHC-02").content.decode()


def test_a_computer_says_by_itself_that_it_is_alive(clerk, centre, django_assert_num_queries):
    workstation, token = workstations.open_workstation(centre, "Counter 1", by=clerk.user)
    long_ago = timezone.now() - timedelta(days=3)
    Workstation.objects.update(seen_at=long_ago, open_until=long_ago)
    clerk.client.cookies[workstations.COOKIE] = token

    clerk.get("centre-home")
    workstation.refresh_from_db()
    assert timezone.now() - workstation.seen_at < timedelta(minutes=1)

    Workstation.objects.update(seen_at=long_ago)
    clerk.get("centre-home")
    workstation.refresh_from_db()
    assert workstation.seen_at == long_ago  # within five minutes nothing is written again


def test_a_closed_computer_opens_nothing(client, clerk, centre):
    """The token that says who the computer is does not let anybody in by PIN after its day."""
    _workstation, token = workstations.open_workstation(centre, "Counter 1", by=clerk.user)
    Workstation.objects.update(open_until=timezone.now() - timedelta(minutes=1))
    staff(Role.NURSE, centre, pin="x")
    client.cookies[workstations.COOKIE] = token

    assert 'name="who"' not in client.get("/sign-in/").content.decode()


def test_an_office_is_no_part_of_the_rollout(administrator, in_charge):
    assert "/c/CSO/rollout/" not in administrator.get("centre:settings").content.decode()
    assert "/c/UPHC-02/rollout/" in in_charge.get("centre:settings").content.decode()
