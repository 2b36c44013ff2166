"""A machine or a reagent that is out takes its tests with it, and brings them back as they were."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from labs import selectors, services
from labs.errors import LabError, NotOffered, WrongState
from labs.models import CentreTest, Outage, Test
from labs.selectors.outages import suspects
from tests.centres.factories import CentreFactory, HospitalFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import TECHNICIAN, load_catalogue, ordered

BLOOD = ("HB", "TLC", "PLT")


@pytest.fixture
def by(lab):
    return staff(TECHNICIAN, lab)


@pytest.fixture
def out(lab, by):
    def act(what="Cell counter", codes=BLOOD, **more):
        more = {"cause": "machine", **more}
        return services.begin_outage(lab, what=what, tests=Test.objects.filter(code__in=codes), by=by, **more)

    return act


def possible(lab) -> set[str]:
    return {offer.code for offer in selectors.offered(lab).tests if offer.is_possible}


def reason_of(lab, code):
    return next(offer.reason for offer in selectors.offered(lab).tests if offer.code == code)


def test_one_switch_takes_several_tests_and_gives_them_back(lab, out, by):
    before = possible(lab)
    outage = out()

    assert before - possible(lab) == set(BLOOD)
    services.end_outage(outage, by=by)
    assert possible(lab) == before


def test_doctors_read_what_is_out_why_and_until_when(lab, out, visit):
    until = timezone.localdate() + timedelta(days=2)
    out(reason="लैंप जल गया", until=until)

    assert reason_of(lab, "HB") == f"Cell counter – मशीन ख़राब; लैंप जल गया; {until:%d-%b-%Y} तक ठीक होगी"
    with pytest.raises(NotOffered, match="Cell counter"):
        ordered(visit, "HB")


def test_what_goes_to_a_hub_still_goes(lab, out, by):
    hub = HospitalFactory()
    services.set_availability(lab, Test.objects.get(code="HB"), CentreTest.Mode.SENT, by=by, sent_to=hub)
    out()

    assert "HB" in possible(lab)
    assert "PLT" not in possible(lab)


def test_a_tests_own_switch_outlasts_the_machine(lab, out, by):
    services.set_availability(lab, Test.objects.get(code="HB"), CentreTest.Mode.NOT_TODAY, by=by, cause="reagent")
    services.end_outage(out(), by=by)

    assert "HB" not in possible(lab)


def test_two_things_out_bring_a_test_back_only_together(lab, out, by):
    machine, kit = out(), out("Lyse", ("HB",), cause="reagent")
    services.end_outage(machine, by=by)

    assert "HB" not in possible(lab)
    services.end_outage(kit, by=by)
    assert "HB" in possible(lab)


def test_another_centres_machine_is_not_ours(lab, out):
    other = CentreFactory()
    load_catalogue(other)
    out()

    assert "HB" in possible(other)


def test_what_was_ordered_before_stays(lab, out, visit):
    order = ordered(visit, "HB")["HB"]
    out()
    order.refresh_from_db()

    assert order.status == "ordered"


@pytest.mark.parametrize(
    ("more", "field"),
    [({"what": " "}, "what"), ({"codes": ()}, "tests"), ({"until": timezone.localdate()}, "until")],
)
def test_an_outage_that_says_too_little_is_refused(lab, out, more, field):
    with pytest.raises(LabError) as refusal:
        out(**more)

    assert refusal.value.field == field
    assert not Outage.objects.exists()


def test_the_same_thing_is_out_once_and_back_once(lab, out, by):
    outage = out()
    with pytest.raises(LabError):
        out(codes=("TLC",))
    services.end_outage(outage, by=by)
    with pytest.raises(WrongState):
        services.end_outage(outage, by=by)
    out()

    actions = AuditEvent.objects.filter(action__startswith="lab.outage").values_list("action", flat=True)
    assert sorted(actions) == ["lab.outage_began", "lab.outage_began", "lab.outage_ended"]


def test_a_known_machine_and_a_kit_are_offered_with_their_tests(lab, out, by):
    CentreTest.objects.filter(centre=lab, test__code__in=BLOOD).update(analyser="Cell counter")
    services.add_reagent(lab, by=by, name="Malaria kit", unit="tests", least=5, tests=Test.objects.filter(code="MRDT"))

    found = {one.name: [test.code for test in one.tests] for one in suspects(lab)}
    assert found == {"Cell counter": ["HB", "TLC", "PLT"], "Malaria kit": ["MRDT"]}
    out()
    assert [one.name for one in suspects(lab)] == ["Malaria kit"]


def test_on_screen_a_machine_comes_with_its_tests_ticked(lab):
    CentreTest.objects.filter(centre=lab, test__code__in=BLOOD).update(analyser="Cell counter")
    worker = Worker.at(lab, TECHNICIAN)
    page = worker.client.get(f"{worker.url('labs:outage-new')}?what=machine:Cell counter").content.decode()

    assert page.count(" checked") == 3
    pks = list(Test.objects.filter(code__in=BLOOD).values_list("pk", flat=True))
    worker.post("labs:outage-new", {"what": "Cell counter", "cause": "machine", "reason": "", "tests": pks})
    outage = Outage.objects.get()
    assert outage.tests.count() == 3
    assert "Cell counter" in worker.get("labs:availability").content.decode()
    worker.post("labs:outage-end", {}, pk=outage.pk)
    assert not Outage.objects.open().exists()


def test_a_list_of_offers_costs_the_same_whatever_is_out(lab, out, by, django_assert_num_queries):
    out()
    out("Power", ("RBS", "CREAT"), cause="power")

    with django_assert_num_queries(4):
        selectors.offered(lab)
    services.set_availability(lab, Test.objects.get(code="HB"), "sent", by=by, sent_to=HospitalFactory())
    with django_assert_num_queries(4):
        selectors.offered(lab)


@pytest.fixture
def sent_to(lab, by):
    """HBA1C of `lab` goes to this hospital."""
    hub = HospitalFactory(name_hi="गार्डिनर", short_code="GRD")
    load_catalogue(hub)
    services.set_availability(lab, Test.objects.get(code="HBA1C"), CentreTest.Mode.SENT, by=by, sent_to=hub)
    return hub


def test_what_is_out_at_the_hub_is_out_for_its_spokes(lab, sent_to, by, visit):
    hub_machine = services.begin_outage(
        sent_to, what="HPLC", cause="machine", tests=Test.objects.filter(code="HBA1C"), by=staff(TECHNICIAN, sent_to)
    )

    assert reason_of(lab, "HBA1C") == "गार्डिनर में: HPLC – मशीन ख़राब"
    with pytest.raises(NotOffered, match="HPLC"):
        ordered(visit, "HBA1C")
    services.end_outage(hub_machine, by=by)
    assert "HBA1C" in possible(lab)


def test_a_hubs_own_switch_counts_for_its_spokes_too(lab, sent_to):
    services.set_availability(
        sent_to,
        Test.objects.get(code="HBA1C"),
        CentreTest.Mode.NOT_TODAY,
        by=staff(TECHNICIAN, sent_to),
        cause="reagent",
    )

    assert reason_of(lab, "HBA1C") == "गार्डिनर में: रीएजेंट या किट ख़त्म"


def test_a_hub_that_is_not_asked_stops_nobody(lab, sent_to):
    services.begin_outage(
        sent_to, what="Counter", cause="machine", tests=Test.objects.filter(code="HB"), by=staff(TECHNICIAN, sent_to)
    )

    assert {"HB", "HBA1C"} <= possible(lab)


def test_the_bench_reads_what_its_hub_cannot_measure(lab, sent_to):
    services.begin_outage(
        sent_to, what="HPLC", cause="machine", tests=Test.objects.filter(code="HBA1C"), by=staff(TECHNICIAN, sent_to)
    )
    worker = Worker.at(lab, TECHNICIAN)

    for name in ("labs:dispatches", "labs:availability"):
        page = " ".join(worker.get(name).content.decode().split())
        assert "गार्डिनर में आज नहीं हो सकती" in page, name
        assert "HPLC – मशीन ख़राब" in page, name
