"""Samples to a hub and results back: the hub sees what was sent to it, and nothing else."""

import pytest

from centres.permissions import Role
from labs import services
from labs.errors import LabError, SamePerson, WrongState
from labs.models import Dispatch, LabOrder, Test
from labs.selectors import hub as hubs
from labs.selectors import slip_lines
from tests.centres.factories import CentreFactory, HospitalFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import collected, load_catalogue, packed
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(db):
    return HospitalFactory(name_hi="गार्डिनर")


@pytest.fixture
def box(centre, hub):
    return packed(centre, hub)


@pytest.fixture
def bench(hub):
    """Somebody at the hub's bench, signed in."""
    return Worker.at(hub, Role.LAB_TECHNICIAN)


def sample_of(box):
    return box.samples.get().sample


def test_a_box_has_a_serial_number_of_its_centre(centre, box, hub):
    second = packed(centre, hub)

    numbers = [box.number, second.number]
    assert [number[-4:] for number in numbers] == ["0001", "0002"]
    assert all(number.startswith(f"{centre.short_code}-S") for number in numbers)


def test_a_sample_is_packed_once(centre, box, hub):
    with pytest.raises(WrongState):
        services.send_samples(centre, hub, [sample_of(box).code], by=box.sent_by)

    assert Dispatch.objects.count() == 1


def test_only_what_goes_to_this_hub_is_packed(centre, box, hub):
    other = HospitalFactory()
    code = sample_of(packed(centre, other)).code

    with pytest.raises(WrongState):
        services.send_samples(centre, hub, [code], by=box.sent_by)


def test_results_come_back_to_the_same_slip(box, hub, bench):
    sample = sample_of(box)
    services.receive_sample(hub, sample.code, by=bench.user)
    order = sample.orders.get()

    services.enter_at_hub(hub, sample, [services.Entry(order.code, "7.1")], by=bench.user)
    services.release_at_hub(hub, sample, {order.code: 1}, by=staff("lab_technician", hub))

    line = slip_lines(sample.visit)[0].lines[0]
    assert (line.result.value_en, line.sent_to_hi) == ("7.1", "गार्डिनर")
    assert sample.visit.reports.get().version == 1


def test_before_it_is_received_nothing_is_entered(box, hub, bench):
    sample = sample_of(box)

    with pytest.raises(WrongState):
        services.enter_at_hub(hub, sample, [services.Entry(sample.orders.get().code, "7.1")], by=bench.user)


def test_the_hub_enters_nothing_of_the_visits_other_samples(centre, box, hub, bench):
    sample = sample_of(box)
    services.receive_sample(hub, sample.code, by=bench.user)
    other = collected(sample.visit, "HB")["HB"]

    with pytest.raises(WrongState):
        services.enter_at_hub(hub, sample, [services.Entry(other.code, "9.9")], by=bench.user)

    assert not other.results.exists()


def test_the_hubs_page_shows_this_sample_only(box, hub, bench):
    sample = sample_of(box)
    services.receive_sample(hub, sample.code, by=bench.user)
    collected(sample.visit, "MRDT")

    page = bench.get("labs:hub-sample", code=sample.code).content.decode()

    assert "मीना देवी" in page
    assert page.count('name="value-') == 1
    assert bench.get("labs:results", code=sample.visit.code).status_code == 404


def test_another_hub_sees_nothing(box):
    stranger = Worker.at(HospitalFactory(), Role.LAB_TECHNICIAN)
    sample = sample_of(box)

    assert stranger.get("labs:arrival", code=box.code).status_code == 404
    assert stranger.get("labs:hub-sample", code=sample.code).status_code == 404
    with pytest.raises(LabError):
        services.receive_sample(stranger.centre, sample.code, by=stranger.user)


def test_received_twice_is_said(box, hub, bench):
    services.receive_sample(hub, sample_of(box).code, by=bench.user)

    with pytest.raises(WrongState):
        services.receive_sample(hub, sample_of(box).code, by=bench.user)


def test_what_was_not_scanned_is_missing_until_it_turns_up(box, hub, bench):
    assert services.mark_missing(box, by=bench.user) == 1
    missing = box.samples.get()
    services.receive_sample(hub, missing.sample.code, by=bench.user)
    found = box.samples.get()

    assert (missing.missing_at is None, missing.received_at) == (False, None)
    assert (found.missing_at, found.received_at is None) == (None, False)


def test_the_sender_asks_for_a_new_sample_when_one_is_lost(box, bench):
    services.mark_missing(box, by=bench.user)
    sample = sample_of(box)

    services.reject_sample(sample, by=box.sent_by, cause="lost")

    order = LabOrder.objects.get(visit=sample.visit)
    assert order.needs_new_sample
    assert slip_lines(sample.visit)[0].lines[0].status_hi == "नया नमूना चाहिए (रास्ते में खो गया)"


def test_the_hubs_two_person_rule_holds(box, hub, bench):
    hub.two_person_release = True
    hub.save(update_fields=["two_person_release"])
    sample, order = sample_of(box), sample_of(box).orders.get()
    services.receive_sample(hub, sample.code, by=bench.user)
    services.enter_at_hub(hub, sample, [services.Entry(order.code, "7.1")], by=bench.user)

    with pytest.raises(SamePerson):
        services.release_at_hub(hub, sample, {order.code: 1}, by=bench.user)
    services.release_at_hub(hub, sample, {order.code: 1}, by=staff("lab_technician", hub))

    order.refresh_from_db()
    assert order.status == LabOrder.Status.RELEASED


def test_the_screens_from_packing_to_the_slip(centre, hub, bench):
    first = sample_of(packed(centre, hub)).orders.get()
    sender = Worker.at(centre, Role.LAB_TECHNICIAN)
    visit = VisitFactory(centre=centre)
    sample = collected(visit, first.test.code)[first.test.code].sample

    response = sender.post("labs:dispatches", {"hub": hub.code, "sample": [sample.code]})
    box = Dispatch.objects.first()
    manifest = sender.get("labs:manifest", code=box.code)
    received = bench.post("labs:arrivals", {"q": sample.code})
    order = sample.orders.get()
    saved = bench.post("labs:hub-sample", {f"value-{order.code}": "7.1", f"seen-{order.code}": "0"}, code=sample.code)
    releaser = Worker.at(hub, Role.LAB_TECHNICIAN)
    let_out = releaser.post(
        "labs:hub-release", {f"release-{order.code}": "on", f"seen-{order.code}": "1", "paper": "A5"}, code=sample.code
    )

    assert response.url == sender.url("labs:dispatch", code=box.code)
    assert manifest.content.startswith(b"%PDF")
    assert [answer.status_code for answer in (received, saved, let_out)] == [302, 302, 302]
    assert slip_lines(visit)[0].lines[0].result.value_en == "7.1"


def test_the_lists_cost_the_same_however_many(centre, hub, box, bench, django_assert_num_queries):
    packed(centre, hub)
    for row in box.samples.all():
        services.receive_sample(hub, row.sample.code, by=bench.user)

    with django_assert_num_queries(3):
        assert len(hubs.at_hub(hub)) == 1


def test_a_centre_never_sends_to_itself(centre):
    load_catalogue(centre)
    with pytest.raises(LabError):
        services.set_availability(
            centre, Test.objects.get(code="HB"), "sent", by=staff("lab_technician", centre), sent_to=centre
        )


def test_nothing_ticked_is_said(centre, hub):
    with pytest.raises(LabError):
        services.send_samples(CentreFactory(), hub, [], by=staff("lab_technician", centre))
