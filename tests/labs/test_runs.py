"""One test for many patients."""

import pytest

from labs import services
from labs.errors import NotPossible, ValuesChanged, WrongState
from labs.models import Result
from labs.services import Entry
from tests.centres.factories import CentreFactory, staff
from tests.labs.factories import collected, entered, load_catalogue, ordered
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(lab):
    """Three patients whose glucose waits."""
    return [collected(VisitFactory(centre=lab), "RBS")["RBS"] for _number in range(3)]


def form(orders, *typed) -> dict:
    posted = {}
    for order, value in zip(orders, typed, strict=True):
        posted |= {f"value-{order.code}": value, f"seen-{order.code}": "0"}
    return posted


def test_a_run_saves_everybodys_value_and_leaves_empty_boxes_open(lab_technician, three):
    response = lab_technician.post("labs:run", form(three, "110", "", "240"), code="RBS")

    assert response.url == lab_technician.url("labs:run", code="RBS")
    assert sorted(Result.objects.values_list("order__code", "value")) == sorted(
        [(three[0].code, 110), (three[2].code, 240)]
    )


def test_the_last_value_leads_back_to_the_list(lab_technician, three):
    response = lab_technician.post("labs:run", form(three, "110", "95", "240"), code="RBS")

    assert response.url == lab_technician.url("labs:runs")
    assert "किसी सैंपल का परिणाम भरना बाक़ी नहीं है।" in lab_technician.get("labs:runs").content.decode()


def test_one_impossible_value_saves_nothing_and_keeps_what_was_typed(lab_technician, three):
    response = lab_technician.post("labs:run", form(three, "110", "95000", "240"), code="RBS")
    page = response.content.decode()

    assert response.status_code == 422
    assert Result.objects.count() == 0
    assert [f'value="{typed}"' in page for typed in ("110", "95000", "240")] == [True] * 3


def test_a_colleagues_value_stands_beside_the_typed_one(lab_technician, three, lab):
    colleague = staff("lab_technician", lab, name_hi="पूजा कुमारी")
    services.enter_run(lab, [Entry(three[1].code, "99")], by=colleague)

    response = lab_technician.post("labs:run", form(three, "110", "95", "240"), code="RBS")
    page = response.content.decode()

    assert response.status_code == 409
    assert "पूजा कुमारी ने" in page
    assert 'value="95"' in page
    assert Result.objects.count() == 1


def test_a_critical_value_is_named_at_once(lab_technician, three):
    response = lab_technician.post("labs:run", form(three, "30", "95", "240"), code="RBS")

    assert "30 mg/dL" in lab_technician.client.get(response.url).content.decode()


def test_the_service_refuses_another_centres_order(lab, lab_technician):
    other = CentreFactory(code="UPHC-09")
    load_catalogue(other)
    order = collected(VisitFactory(centre=other), "RBS")["RBS"]

    with pytest.raises(WrongState):
        services.enter_run(lab, [Entry(order.code, "110")], by=lab_technician.user)


def test_the_service_refuses_what_has_no_sample(lab, visit, lab_technician):
    order = ordered(visit, "RBS")["RBS"]

    with pytest.raises(WrongState):
        services.enter_run(lab, [Entry(order.code, "110")], by=lab_technician.user)


def test_the_service_refuses_words_for_a_number(lab, three, lab_technician):
    with pytest.raises(NotPossible) as refusal:
        services.enter_run(lab, [Entry(three[0].code, "high")], by=lab_technician.user)

    assert refusal.value.field == f"value-{three[0].code}"


def test_the_service_refuses_a_value_over_an_unseen_one(lab, visit, lab_technician):
    order = entered(visit, {"RBS": "110"})["RBS"]

    with pytest.raises(ValuesChanged):
        services.enter_run(lab, [Entry(order.code, "120")], by=lab_technician.user)


@pytest.mark.parametrize("waiting", [1, 20])
def test_a_run_costs_the_same_however_long(lab, lab_technician, waiting, django_assert_num_queries):
    orders = [collected(VisitFactory(centre=lab), "RBS")["RBS"] for _number in range(waiting)]

    with django_assert_num_queries(13):
        services.enter_run(lab, [Entry(order.code, "110") for order in orders], by=lab_technician.user)


def test_the_list_is_cut_to_one_section(lab_technician, visit):
    ordered(visit, "HB", "RBS")

    page = lab_technician.client.get(lab_technician.url("labs:worklist") + "?section=Haematology").content.decode()

    assert ("हीमोग्लोबिन" in page, "ग्लूकोज" in page or "शुगर" in page) == (True, False)


def test_a_run_works_out_what_follows(lab, lab_technician):
    visits = [VisitFactory(centre=lab) for _number in range(2)]
    orders = [collected(visit, "HBA1C", "EAG")["HBA1C"] for visit in visits]
    typed = {f"value-{order.code}": "7.0" for order in orders} | {f"seen-{order.code}": "0" for order in orders}
    lab_technician.post("labs:run", typed, code="HBA1C")

    worked_out = Result.objects.filter(order__test__code="EAG").values_list("value", "method")
    assert {(str(round(value)), method[:11]) for value, method in worked_out} == {("154", "Calculated:")}
    assert len(worked_out) == 2
