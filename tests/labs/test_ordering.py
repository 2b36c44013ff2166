"""Asking for tests, taking samples, and taking both back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hms.lib.dates import format_day
from labs import selectors, services
from labs.errors import LabError, NotOffered, WrongState
from labs.models import LabOrder, Sample, Test
from labs.selectors import offered, slip_lines
from tests.centres.factories import CentreFactory, HospitalFactory
from tests.labs.factories import collected, entered, fresh, load_catalogue, ordered
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


def test_a_panel_asks_for_each_of_its_tests(visit):
    orders = ordered(visit, "LFT")

    assert list(orders) == ["BILT", "BILD", "BILI", "SGOT", "SGPT", "ALP", "TP", "ALB", "GLOB", "AGR"]
    assert {order.panel.code for order in orders.values()} == {"LFT"}


def test_a_test_asked_for_twice_is_the_standing_order(visit, doctor):
    [first] = services.order_tests(visit, ["HB"], by=doctor.user)
    again = services.order_tests(visit, ["CBC", "HB"], by=doctor.user)

    assert first in again
    assert visit.lab_orders.filter(test__code="HB").count() == 1


def test_what_is_out_today_is_refused_with_its_reason(visit, doctor):
    services.set_availability(
        visit.centre, Test.objects.get(code="MRDT"), "not_today", by=doctor.user, reason="किट ख़त्म"
    )

    with pytest.raises(NotOffered) as refusal:
        services.order_tests(visit, ["RBS", "MRDT"], by=doctor.user)

    assert str(refusal.value) == "मलेरिया (किट) आज नहीं हो सकती। किट ख़त्म"
    assert visit.lab_orders.count() == 0


def test_a_panel_leaves_out_what_is_not_possible_and_says_so(visit, doctor):
    services.set_availability(visit.centre, Test.objects.get(code="ALP"), "not_today", by=doctor.user, reason="रीजेंट")

    panel = next(panel for panel in selectors.offered(visit.centre).panels if panel.code == "LFT")
    orders = ordered(visit, "LFT")

    assert ([test.code for test in panel.missing], panel.reason) == (["ALP"], "रीजेंट")
    assert "ALP" not in orders


def test_an_unknown_code_is_refused(visit, doctor):
    with pytest.raises(NotOffered):
        services.order_tests(visit, ["'; DROP TABLE"], by=doctor.user)


def test_a_cancelled_visit_takes_no_orders(visit, doctor):
    type(visit).objects.filter(pk=visit.pk).update(
        status="cancelled", cancelled_at=visit.registered_at, cancelled_by=doctor.user
    )

    with pytest.raises(WrongState):
        services.order_tests(visit, ["HB"], by=doctor.user)


def test_ordering_makes_the_next_version_of_the_slip(visit):
    ordered(visit, "HB")
    before = type(visit).objects.get(pk=visit.pk).slip_version

    ordered(visit, "RBS")

    assert type(visit).objects.get(pk=visit.pk).slip_version == before + 1


def test_a_test_sent_out_remembers_where_it_went(visit, doctor):
    hospital = HospitalFactory(name_hi="गुरु गोविंद सिंह अस्पताल")
    tsh = Test.objects.get(code="TSH")
    services.set_availability(visit.centre, tsh, "sent", by=doctor.user, sent_to=hospital)
    ordered(visit, "TSH")
    services.set_availability(visit.centre, tsh, "here", by=doctor.user)

    [group] = selectors.slip_lines(visit)

    assert group.lines[0].sent_to == "गुरु गोविंद सिंह अस्पताल"


def test_a_centre_cannot_send_to_itself_nor_stop_without_a_reason(visit, doctor):
    test = Test.objects.get(code="HB")

    with pytest.raises(LabError):
        services.set_availability(visit.centre, test, "sent", by=doctor.user, sent_to=visit.centre)
    with pytest.raises(LabError):
        services.set_availability(visit.centre, test, "not_today", by=doctor.user, reason="  ")


def test_one_tube_serves_every_test_of_its_container(visit, lab_technician):
    orders = ordered(visit, "CBC", "CREAT", "SGPT")

    samples = services.collect(visit, [order.code for order in orders.values()], by=lab_technician.user)

    assert sorted(sample.container for sample in samples) == ["edta", "plain"]
    assert fresh(orders)["CREAT"].sample == fresh(orders)["SGPT"].sample


def test_a_sample_is_taken_once(visit, lab_technician):
    order = collected(visit, "HB")["HB"]

    with pytest.raises(WrongState):
        services.collect(visit, [order.code], by=lab_technician.user)

    assert Sample.objects.count() == 1


def test_another_visits_order_is_not_collected_here(visit, lab_technician):
    other = ordered(VisitFactory(centre=visit.centre), "HB")["HB"]

    with pytest.raises(WrongState):
        services.collect(visit, [other.code], by=lab_technician.user)


def test_a_bad_sample_sends_its_tests_back(visit, lab_technician):
    order = collected(visit, "HB")["HB"]

    services.reject_sample(order.sample, by=lab_technician.user, reason="थक्का बन गया")

    order.refresh_from_db()
    assert (order.status, order.sample) == (LabOrder.Status.ORDERED, None)
    with pytest.raises(WrongState):
        services.reject_sample(Sample.objects.get(), by=lab_technician.user, reason="फिर से")


def test_an_order_is_cancelled_with_a_reason_until_it_has_a_result(visit, doctor):
    order = ordered(visit, "HB")["HB"]
    done = entered(visit, {"RBS": "110"})["RBS"]

    with pytest.raises(LabError):
        services.cancel_order(order, by=doctor.user, reason=" ")
    with pytest.raises(WrongState):
        services.cancel_order(done, by=doctor.user, reason="ग़लती से लिखी")
    services.cancel_order(order, by=doctor.user, reason="ग़लती से लिखी")

    assert [line.test_code for group in selectors.slip_lines(visit) for line in group.lines] == ["RBS"]


def test_a_cancelled_test_can_be_ordered_again(visit, doctor):
    first = ordered(visit, "HB")["HB"]
    services.cancel_order(first, by=doctor.user, reason="ग़लती से")

    again = ordered(visit, "HB")["HB"]

    assert again.code != first.code


def test_reprinting_labels_is_counted(visit, lab_technician):
    sample = collected(visit, "HB")["HB"].sample

    for _print in range(2):
        response = lab_technician.client.post(
            lab_technician.url("labs:labels", code=visit.code), {"sample": sample.code}
        )
    pdf = lab_technician.client.get(response.url)

    sample.refresh_from_db()
    assert sample.labels_printed == 2
    assert pdf.content[:5] == b"%PDF-"


@pytest.mark.parametrize("codes", [["HB"], ["CBC", "LFT", "KFT", "URE", "LIPID"]])
def test_ordering_costs_the_same_however_many_tests(visit, doctor, codes, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        services.order_tests(visit, codes, by=doctor.user)


def test_the_catalogue_loads_twice_and_keeps_what_a_centre_decided(lab, doctor):
    services.set_availability(lab, Test.objects.get(code="HB"), "not_today", by=doctor.user, reason="मशीन बंद")
    before = Test.objects.count()

    load_catalogue(lab)

    assert Test.objects.count() == before == 101
    assert lab.tests.get(test__code="HB").mode == "not_today"


def test_a_centre_without_a_laboratory_offers_nothing(lab):
    offers = selectors.offered(CentreFactory())

    assert (offers.tests, offers.panels) == ([], [])


def test_everybody_reads_that_a_new_sample_is_needed_and_why(visit, lab_technician):
    order = collected(visit, "HB")["HB"]
    services.reject_sample(order.sample, by=lab_technician.user, cause=Sample.Cause.CLOTTED)

    line = slip_lines(visit)[0].lines[0]

    assert line.status_hi == "नया सैंपल चाहिए (जम गया (क्लॉट))"
    assert line.status_en == "new sample needed (Clotted)"


def test_a_new_sample_ends_the_asking(visit, lab_technician):
    order = collected(visit, "HB")["HB"]
    services.reject_sample(order.sample, by=lab_technician.user, cause=Sample.Cause.CLOTTED)

    services.collect(visit, [order.code], by=lab_technician.user)

    assert slip_lines(visit)[0].lines[0].status_en == "Sample taken"
    order.refresh_from_db()
    assert order.rejected_sample.why_rejected == "जम गया (क्लॉट)"


def test_something_else_needs_words(visit, lab_technician):
    order = collected(visit, "HB")["HB"]

    with pytest.raises(LabError):
        services.reject_sample(order.sample, by=lab_technician.user, cause=Sample.Cause.OTHER)


def test_tests_that_are_sent_out_have_a_tube_of_their_own(lab, visit, lab_technician):
    services.set_availability(lab, Test.objects.get(code="HBA1C"), "sent", by=lab_technician.user)

    orders = collected(visit, "HB", "HBA1C", "TLC")

    assert orders["HB"].sample_id == orders["TLC"].sample_id != orders["HBA1C"].sample_id


def test_why_not_today_names_cause_and_day(lab, lab_technician):
    back = timezone.localdate() + timedelta(days=3)
    row = services.set_availability(
        lab, Test.objects.get(code="HB"), "not_today", by=lab_technician.user, cause="machine", until=back
    )

    offer = next(offer for offer in offered(lab).tests if offer.code == "HB")
    assert offer.reason == f"मशीन ख़राब; {format_day(back)} तक ठीक होगी"
    assert (row.is_overdue(back - timedelta(days=1)), row.is_overdue(back)) == (False, True)


@pytest.mark.parametrize("days", [0, -1])
def test_the_day_it_is_back_is_to_come(lab, lab_technician, days):
    back = timezone.localdate() + timedelta(days=days)
    with pytest.raises(LabError):
        services.set_availability(
            lab, Test.objects.get(code="HB"), "not_today", by=lab_technician.user, cause="machine", until=back
        )
