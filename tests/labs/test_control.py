"""Internal quality control through its pages, and what a failed one means for a release."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from labs import services
from labs.errors import LabError, NotPossible, WrongState
from labs.models import ControlLot, ControlRun, LabOrder, Test
from tests.centres.factories import CentreFactory
from tests.labs.factories import entered, load_catalogue

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def glucose(lab):
    return Test.objects.get(code="RBS")


def lot(lab, test, by, **changes):
    made = {
        "level": "1", "name": "Control N", "lot_number": "A1", "expires_on": timezone.localdate() + timedelta(90),
        "mean": Decimal(100), "sd": Decimal(4), "source": "kit insert",
    }  # fmt: skip
    return services.add_lot(lab, test, by=by, **{**made, **changes})


def test_a_lot_is_added_measured_and_drawn(lab, lab_technician, glucose):
    month = (timezone.localdate() + timedelta(200)).strftime("%m/%Y")
    typed = {"level": "1", "name": "Control N", "lot_number": "A1", "expires_on": month, "mean": "100", "sd": "4"}

    added = lab_technician.post("labs:control-lot", {**typed, "source": "kit insert"}, code="RBS")
    run = lab_technician.post("labs:control", {"level-1": "106"}, code="RBS")
    page = text(lab_technician.client.get(run.url))

    assert added.url == run.url == lab_technician.url("labs:control", code="RBS")
    assert ("<svg" in page, "106 mg/dL" in page, "कंट्रोल ठीक" in page) == (True, True, True)
    assert "Control N" in text(lab_technician.get("labs:controls"))


def test_a_run_out_of_control_says_which_rule_and_asks_what_was_done(lab, lab_technician, glucose):
    lot(lab, glucose, lab_technician.user)
    lab_technician.post("labs:control", {"level-1": "113"}, code="RBS")
    run = ControlRun.objects.get()

    answer = lab_technician.post("labs:control-action", {"action_text": "नया कंट्रोल खोला"}, pk=run.pk)

    run.refresh_from_db()
    assert (run.verdict, run.rules) == ("reject", "1-2s 1-3s")
    assert (run.action_text, run.acted_by) == ("नया कंट्रोल खोला", lab_technician.user)
    assert "नया कंट्रोल खोला" in text(lab_technician.client.get(answer.url))


def test_a_new_lot_ends_the_one_before_and_starts_its_own_series(lab, lab_technician, glucose):
    first = lot(lab, glucose, lab_technician.user)
    for _day in range(9):
        services.record_run(lab, glucose, {"1": "101"}, by=lab_technician.user)

    lot(lab, glucose, lab_technician.user, lot_number="B2")
    run = services.record_run(lab, glucose, {"1": "101"}, by=lab_technician.user)

    first.refresh_from_db()
    assert (first.is_active, run.verdict) == (False, "accept")


def test_the_tenth_on_one_side_is_out(lab, lab_technician, glucose):
    lot(lab, glucose, lab_technician.user)
    verdicts = [services.record_run(lab, glucose, {"1": "101"}, by=lab_technician.user).rules for _day in range(10)]

    assert verdicts == [""] * 9 + ["10-x"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"expires_on": timezone.localdate() - timedelta(1)}, "expires_on"), ({"sd": Decimal(0)}, "sd")],
)
def test_a_lot_that_cannot_serve_is_refused(lab, lab_technician, glucose, changes, field):
    with pytest.raises(LabError) as refusal:
        lot(lab, glucose, lab_technician.user, **changes)

    assert refusal.value.field == field
    assert ControlLot.objects.count() == 0


def test_the_same_lot_twice_is_refused_and_the_first_stays_active(lab, lab_technician, glucose):
    lot(lab, glucose, lab_technician.user)

    with pytest.raises(LabError) as refusal:
        lot(lab, glucose, lab_technician.user)

    assert refusal.value.field == "lot_number"
    assert ControlLot.objects.get().is_active


def test_an_empty_run_an_impossible_value_and_an_action_on_a_good_run_are_refused(lab, lab_technician, glucose):
    lot(lab, glucose, lab_technician.user)
    with pytest.raises(LabError):
        services.record_run(lab, glucose, {"1": " "}, by=lab_technician.user)
    with pytest.raises(NotPossible) as refusal:
        services.record_run(lab, glucose, {"1": "100000"}, by=lab_technician.user)
    good = services.record_run(lab, glucose, {"1": "100"}, by=lab_technician.user)
    with pytest.raises(WrongState):
        services.note_action(good, "something was done", by=lab_technician.user)

    assert refusal.value.field == "level-1"


def test_the_database_keeps_a_lot_as_it_was(lab, lab_technician, glucose):
    lot(lab, glucose, lab_technician.user)

    with pytest.raises(DatabaseError), transaction.atomic():
        ControlLot.objects.update(mean=120)


def test_releasing_on_a_failed_control_needs_a_reason_that_stays(lab, lab_technician, visit, glucose):
    lot(lab, glucose, lab_technician.user)
    services.record_run(lab, glucose, {"1": "113"}, by=lab_technician.user)
    order = entered(visit, {"RBS": "110"}, by=lab_technician.user)["RBS"]
    posted = {f"release-{order.code}": "on", f"seen-{order.code}": "1", "paper": "A5", "self_reason": "alone"}

    page = text(lab_technician.get("labs:release", code=visit.code))
    refused = lab_technician.post("labs:release", posted, code=visit.code)
    taken = lab_technician.post("labs:release", {**posted, "control_reason": "दोबारा नापा, ठीक आया"}, code=visit.code)

    order.refresh_from_db()
    assert "1-3s" in page
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert (order.status, order.control_reason) == (LabOrder.Status.RELEASED, "दोबारा नापा, ठीक आया")


def test_the_service_refuses_a_failed_control_too(lab, lab_technician, visit, glucose):
    lot(lab, glucose, lab_technician.user)
    services.record_run(lab, glucose, {"1": "113"}, by=lab_technician.user)
    order = entered(visit, {"RBS": "110"}, by=lab_technician.user)["RBS"]

    with pytest.raises(LabError) as refusal:
        services.release(visit, {order.code: 1}, by=lab_technician.user, reason="alone")

    assert refusal.value.field == "control_reason"


def test_a_good_control_afterwards_opens_the_way_again(lab, lab_technician, visit, glucose):
    lot(lab, glucose, lab_technician.user)
    services.record_run(lab, glucose, {"1": "113"}, by=lab_technician.user)
    services.record_run(lab, glucose, {"1": "100"}, by=lab_technician.user)
    order = entered(visit, {"RBS": "110"}, by=lab_technician.user)["RBS"]

    services.release(visit, {order.code: 1}, by=lab_technician.user, reason="alone")

    order.refresh_from_db()
    assert order.status == LabOrder.Status.RELEASED


def test_each_test_without_a_control_is_offered_once(lab_technician):
    load_catalogue(lab_technician.centre)
    load_catalogue(CentreFactory())

    page = lab_technician.get("labs:controls").content.decode()

    assert page.count(f'href="{lab_technician.url("labs:control-lot", code="HB")}"') == 1
