"""The bench with a keyboard, in both languages: from the sample to an amended report, to a hub and back, past a failed
control, and with a paper from outside.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from centres.permissions import Role
from labs import services
from labs.catalogue import offer_defaults
from labs.models import CentreTest, LabOrder, OutsideRequest, Report, Result, Sample, Test
from tests.centres.factories import PASSWORD, HospitalFactory, staff
from tests.journey.person import Person
from tests.labs.factories import collected, ordered
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Bench(Person):
    """A technician: addresses of one centre, and Ctrl+Enter for what a page is for."""

    def at(self, name: str, *args, centre=None) -> None:
        self.open(reverse(f"labs:{name}", args=[(centre or self.town.centre).code, *args]))

    def main(self) -> None:
        """What Ctrl+Enter does on this page; it leads to another one."""
        self.go("Control+Enter")

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).focus()
        self.page.keyboard.press("Control+A")
        self.type(text)


@pytest.fixture(params=["hi", "en"])
def language(request):
    return request.param


@pytest.fixture
def come(chromium, town, language):
    """Somebody at a bench, signed in; every page they looked at must have nothing wrong."""
    town.speak(language)
    people = []

    def sign_in(name: str) -> Bench:
        person = Bench(chromium, town, language)
        person.sign_in(name)
        people.append(person)
        return person

    yield sign_in
    for person in people:
        person.done()


def patient(town):
    return VisitFactory(centre=town.centre, patient__name="सुनीता देवी", patient__name_other="Sunita Devi")


def test_from_the_sample_to_an_amended_report(town, come, language):
    visit = patient(town)
    orders = ordered(visit, "HB", "UMIC", "WIDO")
    technician = come("technician")
    technician.at("worklist")
    technician.look("worklist")
    technician.type(visit.patient.uhid)
    technician.go("Enter")
    technician.look("samples")
    technician.main()
    technician.go("F7")
    for code, typed in (("HB", "9.8"), ("WIDO", "160")):
        technician.write(f"[name='value-{orders[code].code}']", typed)
    technician.write(f"[name='value-{orders['UMIC'].code}_PUS']", "8-10")
    technician.look("results")
    technician.main()
    technician.look("results entered")

    senior = come("senior")
    senior.at("release", visit.code)
    senior.look("release")
    senior.main()
    senior.look("reports")
    senior.at("amend", orders["HB"].code)
    senior.write("[name=value]", "8.9")
    senior.write("[name=reason]", "सैंपल दोबारा जाँचा")
    senior.look("amend")
    senior.main()
    technician.at("release", visit.code)
    technician.main()
    technician.look("amended")

    kinds = list(Report.objects.order_by("version").values_list("kind", flat=True))
    values = list(Result.objects.filter(order__test__code="HB").order_by("version").values_list("value", flat=True))
    assert (kinds, values) == (["first", "amended"], [Decimal("9.8"), Decimal("8.9")])
    assert not LabOrder.objects.exclude(status="released").exists()


def test_to_the_hub_and_back_to_the_slip(town, come, language):
    hub = HospitalFactory(name_hi="गार्डिनर रोड अस्पताल", name_en="Gardiner Road Hospital")
    offer_defaults(hub)
    for name in ("hub", "hub2"):
        staff(Role.LAB_TECHNICIAN, hub, username=name, password=PASSWORD, language=language)
    by = town.people["technician"]
    services.set_availability(town.centre, Test.objects.get(code="HBA1C"), CentreTest.Mode.SENT, by=by, sent_to=hub)
    visit, other = patient(town), patient(town)
    order = collected(visit, "HBA1C", by=by)["HBA1C"]
    spoiled = collected(other, "HBA1C", by=by)["HBA1C"]

    technician = come("technician")
    technician.at("dispatches")
    technician.look("to send")
    technician.tab_to("Pack the ticked samples")
    technician.go("Enter")
    technician.look("box sent")

    bench = come("hub")
    for sample in Sample.objects.order_by("pk"):
        bench.at("arrivals", centre=hub)
        bench.type(sample.code)
        bench.go("Enter")
    bench.look("arrivals")
    bench.at("hub-reject", spoiled.sample.code, centre=hub)
    bench.page.locator("[name=cause][value=haemolysed]").check()
    bench.look("hub rejects")
    bench.main()
    bench.at("hub-sample", order.sample.code, centre=hub)
    bench.look("hub sample")
    bench.type("7.1")
    bench.main()
    second = come("hub2")
    second.at("hub-release", order.sample.code, centre=hub)
    second.look("hub release")
    second.main()

    technician.at("reports", visit.code)
    technician.sees("7.1")
    technician.at("collect", other.code)
    technician.look("new sample asked for")
    spoiled.refresh_from_db()
    assert (Report.objects.get().visit, spoiled.needs_new_sample) == (visit, True)


def test_a_failed_control_asks_why_before_the_values_go_out(town, come, language):
    by, test = town.people["technician"], Test.objects.get(code="RBS")
    lot = {"name": "N", "lot_number": "1", "expires_on": date(2099, 1, 31), "mean": 90, "sd": 3, "source": "kit"}
    services.add_lot(town.centre, test, by=by, level="1", **lot)
    services.record_run(town.centre, test, {"1": "110"}, by=by)
    visit = patient(town)
    order = collected(visit, "RBS", by=by)["RBS"]
    services.enter_results(visit, [services.Entry(order.code, "110")], by=by)

    senior = come("senior")
    senior.at("controls")
    senior.look("controls")
    senior.at("control", "RBS")
    senior.look("control")
    senior.at("release", visit.code)
    senior.look("release after a failed control")
    senior.main()
    senior.look("asked why")
    (refusal,) = senior.watch.errors
    assert "422" in refusal
    senior.watch.errors.clear()
    assert not Report.objects.exists()
    senior.write("[name=control_reason]", "दूसरा कंट्रोल ठीक आया")
    senior.main()

    order.refresh_from_db()
    assert (order.status, order.control_reason) == ("released", "दूसरा कंट्रोल ठीक आया")


def test_a_paper_from_outside_becomes_samples_to_take(town, come, language):
    visit = patient(town)
    technician = come("technician")
    technician.at("worklist")
    technician.tab_to("Without a doctor here")
    technician.go("Enter")
    technician.look("walk-in")
    technician.type(visit.patient.uhid)
    technician.main()
    technician.write("[name=asked_by]", "Dr S. K. Jha")
    technician.page.locator("[name=tests][value=WID]").focus()
    technician.press("Space")
    technician.look("paper from outside")
    technician.main()
    technician.look("samples of the paper")

    assert OutsideRequest.objects.get().asked_by == "Dr S. K. Jha"
    assert {order.test.code for order in visit.lab_orders.all()} == {"WIDO", "WIDH", "WIDAH", "WIDBH"}
