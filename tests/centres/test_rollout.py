"""Moving a centre along: each way it is refused, and what stands for ever."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from centres.errors import CentresError, Conflict
from centres.models import AuditEvent, Blocker, Centre, StageMove
from centres.permissions import Role, granted
from centres.selectors import readiness
from centres.selectors import rollout as selectors
from centres.services import blockers, devices, rollout
from centres.services import readiness as readiness_services
from centres.services.rollout import NotReady
from tests.centres.factories import CentreFactory, DepartmentFactory
from tests.centres.rollout import count, days_ago, heard, load, make_ready, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
OFFICER, ADMINISTRATOR = granted([Role.DISTRICT_OFFICER]), granted([Role.ADMINISTRATOR])


@pytest.fixture
def planned(centre):
    centre.stage = "planned"
    centre.save()
    return centre


def at(centre, stage):
    centre.stage = stage
    centre.save()
    return centre


def move(centre, after, by, *, before=None, on=None, reason="", sign=False, permissions=OFFICER):
    return rollout.move(
        centre, after, before=before or Centre.objects.get(pk=centre.pk).stage, done_on=on or today(), reason=reason,
        is_signed=sign, by=by.user, permissions=permissions,
    )  # fmt: skip


def test_a_step_forward_is_kept_with_its_day_and_person(planned, district_officer):
    row = move(planned, "surveyed", district_officer, on=days_ago(3))

    planned.refresh_from_db()
    assert planned.stage == "surveyed"
    assert (row.before, row.after, row.done_on, row.moved_by) == (
        "planned", "surveyed", days_ago(3), district_officer.user,
    )  # fmt: skip
    event = AuditEvent.objects.get(action="centre.stage")
    assert event.detail == {"before": "planned", "after": "surveyed", "missing": 0}


@pytest.mark.parametrize(
    ("after", "changes", "field", "sentence"),
    [
        ("equipped", {}, "stage", "One step at a time: each has a day of its own."),
        ("planned", {}, "stage", "The centre stands there already."),
        ("surveyed", {"on": "tomorrow"}, "done_on", "This day is still to come. A step counts once it is done."),
    ],
)
def test_a_wrong_step_is_refused(planned, district_officer, after, changes, field, sentence):
    if changes:
        changes = {"on": today() + timedelta(days=1)}
    with pytest.raises(CentresError) as refusal:
        move(planned, after, district_officer, **changes)

    assert (refusal.value.field, str(refusal.value)) == (field, sentence)
    assert not StageMove.objects.exists()


def test_a_step_is_not_done_before_the_last_one(planned, district_officer):
    move(planned, "surveyed", district_officer, on=days_ago(3))

    with pytest.raises(CentresError, match="Not before the last step: Surveyed on") as refusal:
        move(planned, "equipped", district_officer, on=days_ago(4))

    assert refusal.value.field == "done_on"


def test_going_back_needs_a_reason(planned, district_officer):
    move(planned, "surveyed", district_officer)

    with pytest.raises(CentresError, match="Say why it goes back") as refusal:
        move(planned, "planned", district_officer)
    row = move(planned, "planned", district_officer, reason="Another building")

    assert refusal.value.field == "reason"
    assert (row.is_back, row.reason) == (True, "Another building")


def test_somebody_else_moved_it_first(planned, district_officer):
    move(planned, "surveyed", district_officer)

    with pytest.raises(Conflict, match="Somebody else moved this centre"):
        move(planned, "surveyed", district_officer, before="planned")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_move_it_once(planned, district_officer, in_threads):
    def once():
        with translation.override("en"):
            return move(planned, "surveyed", district_officer, before="planned")

    answers = in_threads(once, once)

    assert sorted(type(one).__name__ for one in answers) == ["Conflict", "StageMove"]
    assert StageMove.objects.count() == 1


def test_a_complete_list_goes_live_without_a_signature(centre, administrator):
    load()
    at(centre, "trained")
    make_ready(centre, administrator.user)

    row = move(centre, "live", administrator, permissions=ADMINISTRATOR)

    assert (row.is_signed, row.missing) == (False, [])


def test_an_incomplete_list_keeps_it_from_going_live(centre, district_officer):
    load()
    at(centre, "trained")

    with pytest.raises(NotReady) as refusal:
        move(centre, "live", district_officer)

    assert str(refusal.value) == (
        "Not ready: 20 points are missing. Complete the list, or sign below why it goes live without."
    )
    assert [point.item.code for point in refusal.value.points][:2] == ["POWER", "SAFE-ROOM"]
    centre.refresh_from_db()
    assert centre.stage == "trained"


def test_a_district_officer_signs_and_it_stands_for_ever(centre, district_officer):
    load()
    at(centre, "trained")
    make_ready(centre, district_officer.user)
    readiness_services.check(centre, {"POSTERS": False}, note="", by=district_officer.user)

    with pytest.raises(CentresError, match="Write why it goes live all the same") as refusal:
        move(centre, "live", district_officer, sign=True)
    row = move(centre, "live", district_officer, sign=True, reason="Posters come on Monday")

    assert refusal.value.field == "reason"
    assert (row.is_signed, row.reason, [one["code"] for one in row.missing]) == (
        True, "Posters come on Monday", ["POSTERS"],
    )  # fmt: skip
    assert AuditEvent.objects.get(action="centre.signed_live").detail["missing"] == 1
    for change in (lambda: StageMove.objects.update(reason="x"), lambda: row.delete()):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_an_administrator_does_not_sign(centre, administrator):
    load()
    at(centre, "trained")

    with pytest.raises(CentresError, match="Only a district officer may sign") as refusal:
        move(centre, "live", administrator, sign=True, reason="because", permissions=ADMINISTRATOR)

    assert refusal.value.field == "sign"


def test_a_centre_without_its_name_never_goes_live(centre, district_officer):
    at(centre, "trained")
    centre.is_placeholder = True
    centre.save()

    with pytest.raises(CentresError, match="Give this centre its name"):
        move(centre, "live", district_officer, sign=True, reason="because")


def test_a_plan_keeps_its_history_and_looks_ahead(planned, district_officer):
    soon = today() + timedelta(days=10)
    first = rollout.plan_step(planned, "equipped", owner="Beltron", due_on=soon, by=district_officer.user)
    again = rollout.plan_step(planned, "equipped", owner="Beltron", due_on=soon, by=district_officer.user)
    rollout.plan_step(planned, "equipped", owner="BSNL", due_on=soon, by=district_officer.user)

    assert first is not None
    assert again is None
    assert [row.owner for row in planned.step_plans.all()] == ["BSNL", "Beltron"]


@pytest.mark.parametrize(
    ("stage", "days", "sentence"),
    [
        ("equipped", -1, "This day is over. A plan looks ahead."),
        ("equipped", 2000, "At most three years ahead."),
        ("surveyed", 20, r"Not after the step behind it: Equipped is due"),
        ("trained", 5, r"Not before the step ahead of it: Equipped is due"),
    ],
)
def test_a_plan_with_an_impossible_day(planned, district_officer, stage, days, sentence):
    by = district_officer.user
    rollout.plan_step(planned, "equipped", owner="Beltron", due_on=today() + timedelta(days=10), by=by)

    with pytest.raises(CentresError, match=sentence) as refusal:
        rollout.plan_step(planned, stage, owner="Beltron", due_on=today() + timedelta(days=days), by=by)

    assert refusal.value.field == "due_on"


def test_a_blocker_is_raised_and_cleared_once(planned, district_officer):
    by = district_officer.user
    row = blockers.raise_blocker(planned, text="No line", since=days_ago(9), owner="BSNL", by=by)
    with pytest.raises(CentresError, match="on the list already"):
        blockers.raise_blocker(planned, text="No line", since=today(), owner="", by=by)

    blockers.resolve(row, "Line came", by=by)

    assert Blocker.objects.get().resolution == "Line came"
    with pytest.raises(CentresError, match="cleared already"):
        blockers.resolve(row, "again", by=by)


@pytest.mark.parametrize("days", [1, -3000])
def test_a_blocker_of_an_impossible_day(planned, district_officer, days):
    with pytest.raises(CentresError) as refusal:
        blockers.raise_blocker(
            planned, text="x", since=today() + timedelta(days=days), owner="", by=district_officer.user
        )

    assert refusal.value.field == "since"


def test_a_count_is_a_new_row_and_the_newest_counts(centre, in_charge):
    count(centre, in_charge.user, on=days_ago(5))
    count(centre, in_charge.user, computer=(4, 2))

    newest = {row.kind: (row.total, row.working) for row in readiness.newest_counts([centre])}
    assert newest["computer"] == (4, 2)
    assert centre.device_counts.count() == 10


@pytest.mark.parametrize(
    ("numbers", "on", "field"),
    [
        ({"printer": (1, 2)}, 0, "printer_working"),
        ({"printer": (1, 1)}, 1, "counted_on"),
        ({"printer": (1, 1)}, -9, "counted_on"),
    ],
)
def test_an_impossible_count_is_refused(centre, in_charge, numbers, on, field):
    count(centre, in_charge.user, on=days_ago(5))

    with pytest.raises(CentresError) as refusal:
        devices.count(centre, numbers, counted_on=today() + timedelta(days=on), by=in_charge.user)

    assert refusal.value.field == field
    assert centre.device_counts.count() == 5


def test_the_board_costs_the_same_however_many_centres(office, in_charge, django_assert_num_queries):
    load()
    CentreFactory.create_batch(20)
    DepartmentFactory()

    centres = list(Centre.objects.filter(kind="UPHC"))
    with django_assert_num_queries(13):
        lines = selectors.board(centres)

    assert len(lines) == 22


def test_a_silent_live_centre_is_pointed_out(centre, in_charge):
    assert selectors.line(centre).is_silent
    heard(centre, in_charge.user, ago=timedelta(days=2))
    assert not selectors.line(centre).is_silent
    at(centre, "trained")
    centre.workstations.all().delete()
    assert not selectors.line(centre).is_silent


def test_going_back_undoes_the_days_of_later_steps(planned, district_officer):
    move(planned, "surveyed", district_officer, on=days_ago(3))
    move(planned, "equipped", district_officer, on=days_ago(2))
    move(planned, "surveyed", district_officer, on=days_ago(1), reason="stolen")
    planned.refresh_from_db()

    steps = {step.stage.value: step.move and step.move.done_on for step in selectors.line(planned).steps}
    assert steps == {
        "planned": None, "surveyed": days_ago(1), "equipped": None, "trained": None, "live": None,
    }  # fmt: skip
