"""The list of centres as a file: what is read, what the preview says, what is written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from centres import imports
from centres.models import AuditEvent, Centre
from tests.centres.factories import CentreFactory, OfficeFactory, UserFactory
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = "code,short_code,name_en,name_hi,kind,tier,phase,fee_rupees,slip_valid_days"
NEW = "UPHC-77,RJN,UPHC Rajendra Nagar,शहरी प्राथमिक स्वास्थ्य केंद्र राजेंद्र नगर,UPHC,primary,2,0,15"


def table(*lines: str, head: str = HEAD) -> str:
    return "\r\n".join([head, *lines])


@pytest.fixture
def yarpur():
    return CentreFactory(code="UPHC-02", short_code="YRP", name_en="UPHC Yarpur", is_placeholder=True)


def choose(worker, text: str, name: str = "centres.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return worker.post("centre:import", {"file": SimpleUploadedFile(name, content, "text/csv")})


def preview_page(worker, text: str) -> str:
    return worker.client.get(choose(worker, text).url).content.decode()


def confirm(worker, path: str):
    page = worker.client.get(path).content.decode()
    key = page.split('name="idem" value="')[1].split('"')[0]
    return worker.client.post(path, {"idem": key})


# --- the whole way ------------------------------------------------------------------------------------------------
def test_choose_look_confirm(administrator, yarpur):
    path = choose(administrator, table(NEW, "UPHC-02,,UPHC Yarpur Road,,,,,,")).url
    page = administrator.client.get(path).content.decode()
    assert "UPHC Rajendra Nagar" in page
    assert "UPHC Yarpur Road" in page
    assert not Centre.objects.filter(code="UPHC-77").exists()

    answer = confirm(administrator, path)

    yarpur.refresh_from_db()
    assert (yarpur.name_en, yarpur.short_code, yarpur.name_hi != "") == ("UPHC Yarpur Road", "YRP", True)
    assert Centre.objects.get(code="UPHC-77").phase == 2
    assert "1 new, 1 changed, 0 as they were." in administrator.client.get(answer.url).content.decode()
    assert AuditEvent.objects.get(action="centres.imported").detail == {"new": 1, "changed": 1, "unchanged": 0}


def test_confirmed_twice_it_acts_once(administrator):
    path = choose(administrator, table(NEW)).url
    confirm(administrator, path)

    assert administrator.client.get(path).status_code == 404
    assert Centre.objects.filter(code="UPHC-77").count() == 1


def test_the_preview_belongs_to_whoever_chose_the_file(administrator, office):
    from centres.permissions import Role
    from tests.centres.signing import Worker

    path = choose(administrator, table(NEW)).url

    assert Worker.at(office, Role.ADMINISTRATOR).client.get(path).status_code == 404


def test_our_own_download_comes_back_unchanged(administrator, yarpur):
    file = administrator.client.get(administrator.url("centre:network-export")).content

    rows = imports.preview(imports.decode(file))

    assert {row.status for row in rows} == {"unchanged"}
    assert len(rows) == Centre.objects.count()


# --- what a row may say -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (NEW.replace("UPHC-77", "UPHC 77!"), "code", "Capital letters, digits and hyphens"),
        (NEW.replace("RJN", "R"), "short_code", "Two to six capital letters"),
        (NEW.replace("RJN", "YRP"), "short_code", "Another centre has this short code."),
        (NEW.replace(",UPHC,", ",spaceship,"), "kind", "Choose from the list."),
        (NEW.replace(",2,0,15", ",9,0,15"), "phase", "Choose from the list."),
        (NEW.replace(",2,0,15", ",2,-5,15"), "fee_rupees", "Too little"),
        (NEW.replace(",2,0,15", ",2,0,400"), "slip_valid_days", "Too much"),
        (NEW.replace("UPHC Rajendra Nagar", "", 1), "name_en", "fill this in"),
        (NEW.replace("UPHC Rajendra Nagar", "X" * 600, 1), "", "A cell of this row is too long."),
    ],
)
def test_a_wrong_row_names_its_column_and_nothing_is_saved(yarpur, line, column, sentence):
    [row] = imports.preview(table(line))

    assert row.status == "wrong"
    assert sentence in row.errors[column][0]


def test_one_wrong_row_stops_the_whole_file(administrator):
    good, bad = NEW, NEW.replace("UPHC-77", "UPHC-78").replace("RJN", "1")
    path = choose(administrator, table(good, bad)).url

    refused = confirm_blind(administrator, path)

    assert "Some rows are wrong" in refused.content.decode()
    assert not Centre.objects.filter(code__in=["UPHC-77", "UPHC-78"]).exists()


def confirm_blind(worker, path: str):
    """Send what the page does not offer: the form of a file with wrong rows."""
    from centres import once

    return worker.client.post(path, {"idem": once.new_key(worker.user)})


def test_a_code_twice_in_one_file_is_refused(yarpur):
    rows = imports.preview(table(NEW, NEW.replace("RJN", "RJM")))

    assert [row.errors["code"] for row in rows] == [["This code stands in the file more than once."]] * 2


def test_a_printed_short_code_stays(yarpur):
    VisitFactory(centre=yarpur)

    [row] = imports.preview("code,short_code\r\nUPHC-02,YRX")

    assert row.errors["short_code"] == ["This short code stands on printed slips, so it can no longer change."]


def test_what_became_wrong_meanwhile_is_refused(office):
    text = table(NEW)
    assert imports.preview(text)[0].status == "new"
    CentreFactory(code="UPHC-99", short_code="RJN")

    with pytest.raises(imports.NotReadable.__mro__[1], match="nothing was saved"):
        imports.apply(text, office=OfficeFactory(), by=UserFactory())


# --- what is no file of ours --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 a spreadsheet", "Save it as CSV"),
        ("code,name_hi\nUPHC-02,नाम".encode("utf-16"), "not UTF-8"),
        (b"code\nUP\x00HC", "do not belong into a CSV"),
        (b"name_en\nX", "one of them must be"),
        (b"code,color\nUPHC-02,red", "Columns not known or given twice: color."),
        (b"code,code\nA,B", "given twice"),
        (b"code,name_en\n", "no rows under its first line"),
        (b'code,name_en\nUPHC-02,"open', "a quotation mark is left open"),
        (b"code\n" + b"\n".join(b"UPHC-%d" % n for n in range(1001)), "Too many rows: at most 1000."),
        (b"code,name_en\nUPHC-02," + b"x" * 500_001, "too large"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(administrator, content, sentence):
    refused = choose(administrator, content)

    assert refused.status_code == 422
    assert sentence in refused.content.decode()


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "＝1+1", "@SUM(A1)"])
def test_formulas_are_harmless_both_ways(administrator, yarpur, name):
    yarpur.name_en = name
    yarpur.save()

    file = administrator.client.get(administrator.url("centre:network-export")).content.decode("utf-8-sig")

    assert f",'{name}," in file
    assert {row.status for row in imports.preview(file)} == {"unchanged"}


def test_hostile_names_are_shown_and_do_nothing(administrator):
    page = preview_page(administrator, table(NEW.replace("UPHC Rajendra Nagar", "<script>alert(1)</script>", 1)))

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_placeholder_stays_visible_until_it_is_named(administrator, yarpur):
    assert "Name to be supplied" in administrator.get("centre:network").content.decode()
