"""The catalogue as files: what goes out comes back unchanged, and what changes has its history."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from centres.permissions import Role
from labs import exchange
from labs.errors import LabError
from labs.models import CatalogueChange, ReferenceRange, Test
from tests.centres.factories import OfficeFactory
from tests.centres.signing import Worker
from tests.labs.factories import released

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(lab):
    return Worker.at(OfficeFactory(), Role.ADMINISTRATOR)


def cells(kind) -> list[dict]:
    return list(csv.DictReader(io.StringIO(exchange.write(kind))))


def file(rows: list[dict]) -> str:
    out = io.StringIO()
    sheet = csv.DictWriter(out, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue()


def planned(text: str):
    return exchange.plan(*exchange.read(text.encode()))


def take(keeper, text: str, reason="kit insert 2026"):
    return keeper.post("labs:catalogue-files", {"lines": text, "step": "take", "reason": reason})


@pytest.mark.parametrize("kind", [exchange.TESTS, exchange.RANGES])
def test_what_goes_out_comes_back_and_changes_nothing(lab, kind):
    rows = planned(exchange.write(kind))

    assert len(rows) == (Test if kind == "tests" else ReferenceRange).objects.count()
    assert [(row.code, row.problems, row.changes) for row in rows if not row.is_same] == []


def test_a_changed_line_is_shown_first_and_written_with_its_history(lab, keeper):
    rows = cells("tests")
    next(row for row in rows if row["code"] == "HB")["method"] = "Cyanmethaemoglobin"
    posted = SimpleUploadedFile("t.csv", file(rows).encode())
    page = keeper.client.post(keeper.url("labs:catalogue-files"), {"file": posted, "reason": "new method"})

    assert "Cyanmethaemoglobin" in page.content.decode()
    assert Test.objects.get(code="HB").method != "Cyanmethaemoglobin"
    take(keeper, file(rows), reason="new method")
    change = CatalogueChange.objects.get()
    assert (change.test.code, change.after, change.reason) == ("HB", {"method": "Cyanmethaemoglobin"}, "new method")
    assert change.changed_by == keeper.user


def test_the_same_file_twice_writes_once(lab, keeper):
    rows = cells("ranges")
    row = next(row for row in rows if row["test"] == "HB" and row["sex"] == "F" and row["age_min_days"] == "5475")
    row["low"] = "12.5"
    take(keeper, file(rows))
    take(keeper, file(rows))

    assert CatalogueChange.objects.count() == 1
    assert ReferenceRange.objects.get(test__code="HB", sex="F", age_min_days=5475, pregnancy=False).low == Decimal(
        "12.5"
    )


def test_two_ranges_of_one_test_change_in_one_file(lab, keeper):
    rows = cells("ranges")
    mine = [row for row in rows if row["test"] == "HB" and row["age_min_days"] == "5475" and row["pregnancy"] == "no"]
    for row in mine:
        row["critical_low"] = "6"
    take(keeper, file(rows))

    assert len(mine) == CatalogueChange.objects.count() == 2


def test_a_file_never_changes_an_old_report(visit, keeper):
    order = released(visit, {"HB": "12.2"})["HB"]
    rows = cells("ranges")
    for row in rows:
        if row["test"] == "HB" and row["sex"] == "F" and row["low"]:
            row["low"] = str(Decimal(row["low"]) + Decimal("0.1"))
    take(keeper, file(rows))

    result = order.results.get()
    assert (result.low, result.range_text) == (Decimal("12.0000"), "12.0–15.5")


@pytest.mark.parametrize(
    ("kind", "change", "problem"),
    [
        ("tests", {"code": "HB", "loinc": "718-8"}, "LOINC: ऐसा कोई LOINC नंबर नहीं होता: आख़िरी अंक मेल नहीं खाता।"),
        ("tests", {"code": "HB", "result_type": "magic"}, "नतीजे का प्रकार"),
        ("tests", {"code": "HB", "source": ""}, "अंकों का स्रोत"),
        ("ranges", {"test": "NOTHERE"}, "इस कोड की कोई जाँच नहीं।"),
        ("ranges", {"low": "abc"}, "सामान्य यहाँ से"),
        ("ranges", {"age_min_days": "-3"}, ""),
    ],
)
def test_a_line_that_cannot_be_is_named_and_left_out(lab, keeper, kind, change, problem):
    row = next(row for row in cells(kind) if change.get("code", row.get("code")) == row.get("code"))
    row.update(change)
    (judged,) = planned(file([row]))

    assert judged.problems
    assert problem in " ".join(judged.problems)
    take(keeper, file([row]))
    assert not CatalogueChange.objects.exists()


def test_good_lines_go_in_beside_bad_ones(lab, keeper):
    rows = [row for row in cells("tests") if row["code"] in {"HB", "TLC"}]
    rows[0]["method"], rows[1]["loinc"] = "New", "1-1"
    page = keeper.post("labs:catalogue-files", {"lines": file(rows), "reason": "new method"}).content.decode()
    take(keeper, file(rows))

    assert page.count("छोड़ी गई") >= 2  # the count, and the line
    assert Test.objects.get(code="HB").method == "New"
    assert CatalogueChange.objects.count() == 1


def test_a_new_test_comes_in_by_file(lab, keeper):
    row = next(row for row in cells("tests") if row["code"] == "HB")
    take(keeper, file([{**row, "code": "HBX", "name_en": "Another"}]))

    test = Test.objects.get(code="HBX")
    assert (test.name_en, test.is_reviewed, test.unit) == ("Another", False, "g/dL")


def test_a_line_twice_is_refused(lab):
    row = next(row for row in cells("tests") if row["code"] == "HB")
    first, second = planned(file([row, {**row, "method": "x"}]))

    assert (first.problems, second.problems) == ([], ["यह फ़ाइल में दो बार है।"])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"PK\x03\x04", b"code\n" + b"x" * 1_000_001])
def test_what_is_no_catalogue_file_is_refused(content):
    with pytest.raises(LabError):
        exchange.read(content)


def test_a_spreadsheet_never_works_out_a_cell(lab):
    Test.objects.filter(code="HB").update(method="=HYPERLINK(1)")
    row = next(row for row in cells("tests") if row["code"] == "HB")

    assert row["method"] == "'=HYPERLINK(1)"
    (judged,) = planned(file([row]))
    assert judged.is_same


def test_a_reason_is_asked_for(lab, keeper):
    page = keeper.post("labs:catalogue-files", {"lines": exchange.write("tests"), "step": "take", "reason": ""})

    assert page.status_code == 422


def test_looking_costs_the_same_however_many_lines(lab, django_assert_num_queries):
    text = exchange.write("ranges")
    with django_assert_num_queries(2):
        planned(text)
