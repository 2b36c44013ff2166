"""An analyser's file: looked at first, taken over once, safe to run twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from labs import analyser, services
from labs.errors import LabError
from labs.models import Result
from tests.centres.factories import CentreFactory
from tests.labs.factories import collected, entered, load_catalogue
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def tube(visit):
    """An EDTA tube on which HB, TLC and the rest of the CBC wait."""
    return collected(visit, "CBC")["HB"].sample


def post(worker, lines, **more):
    return worker.post("labs:import", {"lines": lines, **more})


def test_a_file_is_previewed_and_writes_nothing(lab_technician, tube):
    file = SimpleUploadedFile("run.csv", f"sample,test,value\n{tube.code},HB,9.8\n".encode())

    response = lab_technician.client.post(lab_technician.url("labs:import"), {"file": file})

    assert ("सुनीता देवी" in text(response), "9.8" in text(response)) == (True, True)
    assert Result.objects.count() == 0


def test_good_lines_are_taken_bad_ones_named_each_with_its_reason(lab_technician, tube):
    lines = f"sample,test,value\n{tube.code},HB,9.8\n{tube.code},TLC,lots\n{tube.code},RBS,110\nL1234567890,HB,9\n"

    page = text(post(lab_technician, lines))
    taken = post(lab_technician, lines, step="take")

    assert page.count('class="is-left"') == 3
    assert "यह जाँच इस सैंपल पर नहीं माँगी गई थी।" in page
    assert taken.status_code == 302
    assert [(result.order.test.code, str(result.value)) for result in Result.objects.all()] == [("HB", "9.8000")]


def test_the_same_file_twice_changes_nothing(lab_technician, tube):
    lines = f"sample,test,value\n{tube.code},HB,9.8\n"
    post(lab_technician, lines, step="take")

    page = text(post(lab_technician, lines))
    post(lab_technician, lines, step="take")

    assert "यही मान पहले से है" in page
    assert Result.objects.count() == 1


def test_another_value_is_never_written_over(lab_technician, visit):
    order = entered(visit, {"HB": "8.8"})["HB"]

    post(lab_technician, f"sample,test,value\n{order.sample.code},HB,9.8\n", step="take")

    assert str(Result.objects.get().value) == "8.8000"


def test_a_tube_a_line_with_a_column_for_each_test(lab_technician, tube):
    post(lab_technician, f"Sample ID;HB;TLC;PLT\n{tube.code};9.8;7000;\n", step="take")

    assert sorted(Result.objects.values_list("order__test__code", flat=True)) == ["HB", "TLC"]


def test_another_centres_tube_is_unknown_here(lab_technician, lab):
    other = CentreFactory(code="UPHC-09")
    load_catalogue(other)
    tube = collected(VisitFactory(centre=other, patient__name="गीता देवी"), "HB")["HB"].sample

    page = text(post(lab_technician, f"sample,test,value\n{tube.code},HB,9.8\n"))

    assert ("गीता" in page, "इस केंद्र का कोई सैंपल इस कोड का नहीं है।" in page or 'class="is-left"' in page) == (False, True)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"name,age\nx,1\n", b"sample,test,value\n", b"\x00\x01PK", b"sample,test,value\n" + b"x" * 200_001],
)
def test_what_is_no_such_file_is_refused_in_words(content):
    with pytest.raises(LabError) as refusal:
        analyser.read(content)

    assert str(refusal.value)


def test_a_file_of_the_old_windows_kind_is_read():
    [reading] = analyser.read("sample\ttest\tvalue\r\nL1\tHB\t9,8\r\n".encode("cp1252"))

    assert (reading.line, reading.sample, reading.value) == (2, "L1", "9,8")


def test_a_repeat_keeps_both_values_and_the_second_counts(lab_technician, visit):
    order = entered(visit, {"HB": "6.1"})["HB"]

    response = lab_technician.post("labs:repeat", {"value": "6.4", "counts": "second", "seen": "1"}, code=order.code)
    page = text(lab_technician.client.get(response.url))

    assert [str(result.value) for result in order.results.all()] == ["6.1000", "6.4000"]
    assert ("6.1" in page, "दोबारा नापा गया" in page) == (True, True)


def test_a_repeat_may_leave_the_first_value_standing(lab_technician, visit):
    order = entered(visit, {"HB": "6.1"})["HB"]

    services.repeat_result(order, "6.4", counts="first", seen=1, by=lab_technician.user)

    assert [str(result.value) for result in order.results.all()] == ["6.1000", "6.4000", "6.1000"]
    assert str(order.results.get(is_current=True).value) == "6.1000"


def test_a_repeat_after_a_colleagues_change_is_refused(lab_technician, visit):
    order = entered(visit, {"HB": "6.1"})["HB"]

    with pytest.raises(LabError):
        services.repeat_result(order, "6.4", counts="second", seen=0, by=lab_technician.user)


def test_a_released_value_is_amended_not_repeated(lab_technician, visit):
    order = entered(visit, {"HB": "6.1"})["HB"]
    services.release(visit, {order.code: 1}, by=order.resulted_by, reason="alone")

    assert lab_technician.get("labs:repeat", code=order.code).status_code == 404
    with pytest.raises(LabError):
        services.repeat_result(order, "6.4", counts="second", seen=1, by=lab_technician.user)


def test_what_follows_from_an_analysers_values_is_worked_out(lab_technician, tube):
    lines = f"sample,test,value\n{tube.code},PCV,30\n{tube.code},RBC,4.0\n{tube.code},HB,10\n"
    post(lab_technician, lines, step="take")

    found = {
        result.order.test.code: round(float(result.value)) for result in Result.objects.select_related("order__test")
    }
    assert found == {"PCV": 30, "RBC": 4, "HB": 10, "MCV": 75, "MCH": 25, "MCHC": 33}
