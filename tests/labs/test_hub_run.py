"""One test for everybody at a hub: its own patients and the tubes it received, in one grid."""

import pytest

from centres.models import AuditEvent
from centres.permissions import Role
from labs import selectors, services
from labs.errors import WrongState
from labs.models import Result, Test
from labs.services import Entry
from tests.centres.factories import HospitalFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import collected, load_catalogue, packed, released
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(db):
    hub = HospitalFactory(name_hi="गार्डिनर", short_code="GRD")
    load_catalogue(hub)
    return hub


@pytest.fixture
def bench(hub):
    return Worker.at(hub, Role.LAB_TECHNICIAN)


@pytest.fixture
def tube(centre, hub, bench):
    """A sample for HBA1C that came from `centre`."""
    sample = packed(centre, hub).samples.get().sample
    services.receive_sample(hub, sample.code, by=bench.user)
    return sample


@pytest.fixture
def hba1c(tube):
    return Test.objects.get(code="HBA1C")


def typed(*orders, value="7.1") -> dict:
    return {f"value-{order.code}": value for order in orders} | {f"seen-{order.code}": "0" for order in orders}


def test_own_patients_come_first_and_received_tubes_behind_them(hub, tube, hba1c):
    own = collected(VisitFactory(centre=hub), "HBA1C")["HBA1C"]

    rows = selectors.run(hub, hba1c)

    assert [row.order.code for row in rows] == [own.code, tube.orders.get().code]
    waiting = next(one for group in selectors.runs(hub).values() for one in group if one.test == hba1c)
    assert (waiting.count, waiting.elsewhere) == (2, 1)


def test_a_tube_on_its_way_is_not_in_the_run(centre, hub, hba1c):
    packed(centre, hub)

    assert len(selectors.run(hub, hba1c)) == 1


def test_both_are_saved_with_one_key(centre, hub, bench, tube):
    own = collected(VisitFactory(centre=hub), "HBA1C")["HBA1C"]
    order = tube.orders.get()

    response = bench.post("labs:run", typed(own, order), code="HBA1C")

    assert response.status_code == 302
    assert set(Result.objects.values_list("order__code", "entered_by")) == {
        (own.code, bench.user.pk),
        (order.code, bench.user.pk),
    }
    places = AuditEvent.objects.filter(action="lab.entered", patient_key=tube.visit.patient_id)
    assert set(places.values_list("centre_id", flat=True)) == {centre.pk, hub.pk}


def test_the_page_names_the_centre_in_the_tokens_place(centre, bench, tube):
    page = bench.get("labs:run", code="HBA1C").content.decode()

    assert ("मीना देवी" in page, centre.short_code in page) == (True, True)
    assert "दूसरे केंद्रों से 1" in " ".join(bench.get("labs:runs").content.decode().split())


def test_earlier_values_of_the_person_are_not_shown_to_the_hub(centre, hub, hba1c, tube):
    before = VisitFactory(centre=hub, patient=tube.visit.patient)
    released(before, {"HBA1C": "5.2"})

    assert [row.before for row in selectors.run(hub, hba1c)] == [None]


def test_a_tube_refused_meanwhile_is_said_and_nothing_is_saved(hub, bench, tube):
    order = tube.orders.get()
    services.reject_at_hub(hub, tube, by=staff("lab_technician", hub), cause="leaked")

    with pytest.raises(WrongState):
        services.enter_run(hub, [Entry(order.code, "7.1")], by=bench.user)
    assert not Result.objects.exists()


def test_another_hub_enters_nothing(tube):
    stranger = staff("lab_technician", HospitalFactory())

    with pytest.raises(WrongState):
        services.enter_run(stranger.memberships.first().centre, [Entry(tube.orders.get().code, "7.1")], by=stranger)


@pytest.mark.parametrize("tubes", [1, 6])
def test_a_hubs_run_costs_the_same_however_many_tubes(centre, hub, bench, tubes, django_assert_num_queries):
    samples = [packed(centre, hub).samples.get().sample for _number in range(tubes)]
    for sample in samples:
        services.receive_sample(hub, sample.code, by=bench.user)
    entries = [Entry(sample.orders.get().code, "7.1") for sample in samples]

    with django_assert_num_queries(14):
        services.enter_run(hub, entries, by=bench.user)
