"""The bench's pages: what a technician sees and does, through the browser's client."""

import pytest

from centres import once
from labs.models import LabOrder, Sample
from tests.labs.factories import collected, entered, fresh, ordered, released

pytestmark = pytest.mark.django_db


def page(response) -> str:
    return response.content.decode()


def test_the_list_shows_who_waits_and_leads_to_the_next_step(lab_technician, visit):
    ordered(visit, "HB", "RBS")

    response = lab_technician.get("labs:worklist")

    assert "सुनीता देवी" in page(response)
    assert f"/lab/visits/{visit.code}/samples/" in page(response)


def test_taking_samples_makes_one_tube_for_each_container(lab_technician, visit):
    orders = ordered(visit, "CBC", "RBS", "CREAT")

    response = lab_technician.post("labs:collect", {"tube-edta": "on", "tube-fluoride": "on"}, code=visit.code)

    assert response.status_code == 302
    assert sorted(Sample.objects.values_list("container", flat=True)) == ["edta", "fluoride"]
    assert fresh(orders)["CREAT"].status == LabOrder.Status.ORDERED


def test_values_are_saved_and_the_release_comes_next(lab_technician, visit):
    order = collected(visit, "HB")["HB"]

    response = lab_technician.post(
        "labs:results", {f"value-{order.code}": "९.८", f"seen-{order.code}": "0"}, code=visit.code
    )

    assert response.url == lab_technician.url("labs:release", code=visit.code)
    assert str(order.results.get().value) == "9.8000"
    assert "9.8 g/dL" in page(lab_technician.client.get(response.url))


def test_an_impossible_value_is_refused_and_stays_in_its_box(lab_technician, visit):
    order = collected(visit, "HB")["HB"]

    response = lab_technician.post(
        "labs:results", {f"value-{order.code}": "98", f"seen-{order.code}": "0"}, code=visit.code
    )

    assert response.status_code == 422
    assert "हीमोग्लोबिन 98 g/dL नहीं हो सकता: 1 से 30 तक ही संभव है। दशमलव और अंक देखें।" in page(response)
    assert 'value="98"' in page(response)


def test_releasing_stores_a_report_that_opens(lab_technician, visit):
    order = entered(visit, {"HB": "9.8"})["HB"]

    response = lab_technician.post(
        "labs:release", {f"release-{order.code}": "on", f"seen-{order.code}": "1", "paper": "A5"}, code=visit.code
    )
    pdf = lab_technician.get("labs:report", code=visit.code, version=1)

    assert response.url == lab_technician.url("labs:reports", code=visit.code)
    assert pdf.content == bytes(visit.reports.get().pdf)
    assert pdf["Content-Disposition"] == f'inline; filename="report-{visit.code}-1.pdf"'


@pytest.mark.parametrize("name", ["collect", "results", "release", "reports"])
def test_every_page_of_a_visit_shows_whom_it_is_about(lab_technician, visit, name):
    released(visit, {"HB": "6.1", "MRDT": "Pf positive"})

    response = lab_technician.get(f"labs:{name}", code=visit.code)

    assert response.status_code == 200
    assert "सुनीता देवी" in page(response)


@pytest.mark.parametrize("name", ["amend", "call"])
def test_every_page_of_an_order_shows_whom_it_is_about(lab_technician, visit, name):
    order = released(visit, {"HB": "6.1"})["HB"]

    response = lab_technician.get(f"labs:{name}", code=order.code)

    assert response.status_code == 200
    assert "सुनीता देवी" in page(response)


@pytest.mark.parametrize("name", ["catalogue", "availability", "worklist-rows", "find"])
def test_the_lists_open(lab_technician, lab, name):
    assert lab_technician.get(f"labs:{name}").status_code == 200


def test_one_test_can_be_switched_off_for_today(lab_technician, lab):
    response = lab_technician.post("labs:availability-edit", {"mode": "not_today", "reason": "किट ख़त्म"}, code="MRDT")

    assert response.url == lab_technician.url("labs:availability")
    assert "किट ख़त्म" in page(lab_technician.get("labs:availability"))


@pytest.mark.parametrize(
    ("prepare", "step"),
    [
        (lambda visit: ordered(visit, "HB", "RBS"), "collect"),
        (lambda visit: collected(visit, "HB"), "results"),
        (lambda visit: entered(visit, {"HB": "9.8"}), "release"),
        (lambda visit: released(visit, {"HB": "9.8"}), "reports"),
    ],
    ids=["samples", "results", "release", "reports"],
)
def test_a_token_or_a_slip_leads_to_where_its_tests_go_on(lab_technician, visit, prepare, step):
    prepare(visit)

    found = {lab_technician.post("labs:find", {"q": typed}).url for typed in (str(visit.token), visit.code)}

    assert found == {lab_technician.url(f"labs:{step}", code=visit.code)}


def test_a_label_leads_to_its_results_whatever_else_is_missing(lab_technician, visit):
    sample = collected(visit, "HB")["HB"].sample
    ordered(visit, "RBS")

    found = lab_technician.post("labs:find", {"q": sample.code})

    assert found.url == lab_technician.url("labs:results", code=visit.code)


def test_a_second_click_on_release_leads_to_the_report_the_first_one_made(lab_technician, visit):
    """By then the value no longer waits for release, so the form itself would not fit any more."""
    order = entered(visit, {"HB": "9.8"})["HB"]
    key, typed = once.new_key(lab_technician.user), {f"release-{order.code}": "on", f"seen-{order.code}": "1"}
    first, second = (
        lab_technician.post("labs:release", {**typed, "paper": "A5"}, key=key, code=visit.code) for _click in range(2)
    )

    assert (second.status_code, second.url) == (302, first.url)
    assert visit.reports.count() == 1
