"""The reagent shelf: what comes, goes and is counted."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from labs import services
from labs.errors import LabError
from labs.models import Reagent, ReagentLot, ReagentMove, Test
from labs.selectors.reagents import shelf
from tests.labs.factories import collected, entered
from tests.registration.factories import VisitFactory


def text(response) -> str:
    return response.content.decode()


def kit(lab, by, *, least=10) -> Reagent:
    tests = Test.objects.filter(code="MRDT")
    return services.add_reagent(lab, by=by, name="Malaria kit", unit="tests", least=least, tests=tests)


def received(lab, by, quantity=25, *, days=200, lot="M1") -> ReagentLot:
    until = timezone.localdate() + timedelta(days=days)
    reagent = Reagent.objects.filter(centre=lab).first() or kit(lab, by)
    return services.receive(reagent, by=by, lot_number=lot, expires_on=until, quantity=quantity)


@pytest.mark.django_db
def test_a_kit_is_added_received_and_used_through_the_pages(lab, lab_technician):
    test = Test.objects.get(code="MRDT")
    typed = {"name": "Malaria kit", "unit": "tests", "least": "10", "per_test": "1", "tests": [str(test.pk)]}
    answer = lab_technician.post("labs:reagent-new", typed)
    month = (timezone.localdate() + timedelta(200)).strftime("%m/%Y")
    lab_technician.client.get(answer.url)
    reagent = Reagent.objects.get()
    lab_technician.post(
        "labs:reagent-receive", {"lot_number": "M1", "expires_on": month, "quantity": "25"}, pk=reagent.pk
    )
    lot = ReagentLot.objects.get()
    lab_technician.post("labs:reagent-move", {"kind": "used", "quantity": "5"}, pk=lot.pk)

    lot.refresh_from_db()
    page = text(lab_technician.get("labs:reagents"))
    assert (lot.quantity, list(reagent.tests.all())) == (20, [test])
    assert ("Malaria kit" in page, "कम है" in page) == (True, False)


@pytest.mark.django_db
def test_the_sum_of_the_moves_is_the_quantity(lab, lab_technician):
    lot = received(lab, lab_technician.user)
    services.use(lot, 7, by=lab_technician.user)
    services.adjust(lot, 10, reason="गिनती", by=lab_technician.user)

    lot.refresh_from_db()
    assert lot.quantity == sum(ReagentMove.objects.values_list("quantity", flat=True)) == 10


@pytest.mark.django_db
def test_more_than_is_there_is_refused(lab, lab_technician):
    lot = received(lab, lab_technician.user, 3)

    with pytest.raises(LabError) as refusal:
        services.use(lot, 4, by=lab_technician.user)

    assert refusal.value.field == "quantity"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quantity", "reason", "field"), [(5, "", "reason"), (25, "गिनती", "quantity"), (-1, "गिनती", "quantity")]
)
def test_a_correction_needs_a_reason_and_a_change(lab, lab_technician, quantity, reason, field):
    lot = received(lab, lab_technician.user)

    with pytest.raises(LabError) as refusal:
        services.adjust(lot, quantity, reason=reason, by=lab_technician.user)

    assert refusal.value.field == field


@pytest.mark.django_db
def test_an_expired_lot_is_neither_received_nor_used_nor_counted(lab, lab_technician):
    with pytest.raises(LabError):
        received(lab, lab_technician.user, days=-1)
    lot = received(lab, lab_technician.user)
    ReagentLot.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(LabError):
        services.use(lot, 1, by=lab_technician.user)

    [one] = shelf(lab)
    assert (one.usable, one.is_short, one.lots[0].is_expired) == (0, True, True)


@pytest.mark.django_db
def test_the_same_lot_with_another_expiry_is_refused(lab, lab_technician):
    received(lab, lab_technician.user)

    with pytest.raises(LabError) as refusal:
        received(lab, lab_technician.user, days=300)

    assert refusal.value.field == "expires_on"


@pytest.mark.django_db
def test_what_expires_within_a_month_is_marked(lab, lab_technician):
    received(lab, lab_technician.user, days=30)

    assert "जल्दी एक्सपायर" in text(lab_technician.get("labs:reagents"))


@pytest.mark.django_db(transaction=True)
def test_two_take_the_last_at_once_and_one_is_told(lab, lab_technician, in_threads):
    lot = received(lab, lab_technician.user, 1)

    answers = in_threads(*(partial(services.use, lot, 1, by=lab_technician.user) for _person in range(2)))

    assert sorted(type(answer).__name__ for answer in answers) == ["LabError", "ReagentLot"]
    lot.refresh_from_db()
    assert lot.quantity == 0


# --- what tests done take by themselves ---


def kit_for(lab, by, code="MRDT", lots=(("A", 40, 3),), **more):
    kit = services.add_reagent(
        lab, by=by, name="Kit", unit="tests", least=2, tests=Test.objects.filter(code=code), **more
    )
    for number, days, count in lots:
        until = timezone.localdate() + timedelta(days=days)
        services.receive(kit, by=by, lot_number=number, expires_on=until, quantity=count)
    return kit


def left(kit) -> dict[str, int]:
    return dict(kit.lots.values_list("lot_number", "quantity"))


def test_each_test_done_takes_from_the_lot_that_expires_first(lab, lab_technician):
    kit = kit_for(lab, lab_technician.user, lots=(("NEW", 200, 5), ("OLD", 20, 1)))
    for _number in range(3):
        entered(VisitFactory(centre=lab), {"MRDT": "Negative"}, by=lab_technician.user)

    assert left(kit) == {"NEW": 3, "OLD": 0}
    assert set(ReagentMove.objects.exclude(kind="received").values_list("kind", "quantity")) == {("tested", -1)}


def test_an_expired_lot_is_left_alone_and_an_empty_shelf_stops_nobody(lab, lab_technician):
    kit = kit_for(lab, lab_technician.user, lots=(("OLD", 0, 5),))
    ReagentLot.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    entered(VisitFactory(centre=lab), {"MRDT": "Negative"}, by=lab_technician.user)

    assert left(kit) == {"OLD": 5}


def test_a_repeat_takes_once_more_and_a_correction_does_not(lab, visit, lab_technician):
    by = lab_technician.user
    kit = kit_for(lab, by, lots=(("A", 40, 9),), per_test=2)
    order = entered(visit, {"MRDT": "Negative"}, by=by)["MRDT"]
    services.enter_results(visit, [services.Entry(order.code, "Invalid", 1)], by=by)
    assert left(kit) == {"A": 7}

    services.repeat_result(order, "Negative", counts="second", seen=2, by=by)
    assert left(kit) == {"A": 5}


def test_a_run_takes_once_for_each_patient(lab, lab_technician):
    kit = kit_for(lab, lab_technician.user, code="RBS", lots=(("A", 40, 9),))
    orders = [collected(VisitFactory(centre=lab), "RBS")["RBS"] for _number in range(4)]
    services.enter_run(lab, [services.Entry(order.code, "99") for order in orders], by=lab_technician.user)

    assert left(kit) == {"A": 5}


def test_a_kit_counted_by_hand_is_left_alone(lab, lab_technician):
    kit = kit_for(lab, lab_technician.user, per_test=0)
    entered(VisitFactory(centre=lab), {"MRDT": "Negative"}, by=lab_technician.user)

    assert left(kit) == {"A": 3}


def test_whoever_enters_reads_that_the_kit_runs_out(lab, lab_technician):
    kit_for(lab, lab_technician.user, lots=(("A", 40, 2),))
    visit = VisitFactory(centre=lab)
    order = collected(visit, "MRDT")["MRDT"]
    lab_technician.post("labs:results", {f"value-{order.code}": "Negative", f"seen-{order.code}": "0"}, code=visit.code)

    assert "Kit: सिर्फ़ 1 tests बचे हैं।" in lab_technician.get("labs:worklist").content.decode()
