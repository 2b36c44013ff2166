"""Checklists: loaded from files, made on screen, taken from CSV, published for good."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from centres.catalogue import load_checklists
from centres.catalogue.files import rows
from centres.models import ChecklistItem, ChecklistVersion

pytestmark = pytest.mark.django_db

HEAD = "code,domain_en,domain_hi,item_en,item_hi,answer,unit_en,unit_hi,norm,priority,use,source\n"
GOOD = "W1,Water,पानी,Filter,फ़िल्टर,quantity,units,नग,2,essential,,circular 7\n"


def test_the_files_load_once_and_say_what_is_not_reviewed():
    assert load_checklists() == 4
    assert load_checklists() == 0

    version = ChecklistVersion.objects.get(checklist__code="iphs-uphc")
    assert version.items.count() == 153
    assert version.items.filter(is_essential=True).count() == sum(
        row["checklist"] == "iphs-uphc" and row["priority"] == "essential" for row in rows("checklist_items.csv")
    )
    assert not version.is_reviewed
    assert set(version.items.values_list("unit_hi", flat=True)) >= {"पद", "नग"}
    grades = ChecklistItem.objects.filter(version__checklist__code="kayakalp")
    assert set(grades.values_list("answer", "norm")) == {("grade", 2)}


def test_a_list_somebody_published_is_left_alone(district_officer):
    load_checklists()
    district_officer.post("inspection:checklist-draft", code="kayakalp")
    district_officer.post("inspection:item-remove", code="kayakalp", item="A")
    district_officer.post("inspection:checklist-publish", {"source": "बैठक"}, code="kayakalp")

    assert load_checklists() == 0
    newest = ChecklistVersion.objects.filter(checklist__code="kayakalp").first()
    assert (newest.number, newest.status, newest.items.count()) == (2, "published", 7)


def make(district_officer, content: str):
    new = {"code": "monsoon", "name_en": "Monsoon", "name_hi": "बरसात", "source": "circular 7"}
    district_officer.post("inspection:checklist-new", new)
    file = SimpleUploadedFile("items.csv", content.encode())
    return district_officer.post("inspection:checklist-import", {"file": file}, code="monsoon")


def test_a_list_is_made_from_a_file_and_used(district_officer):
    assert make(district_officer, HEAD + GOOD).status_code == 302
    district_officer.post("inspection:checklist-publish", {"source": "circular 7"}, code="monsoon")

    page = district_officer.get("inspection:round-new").content.decode()

    assert "बरसात (v1)" in page
    file = district_officer.get("inspection:checklist-file", code="monsoon").content.decode("utf-8-sig")
    assert file.replace("\r\n", "\n") == HEAD + GOOD


@pytest.mark.parametrize("ticked", [True, False])
def test_whoever_publishes_says_whether_the_norms_were_checked(district_officer, ticked):
    make(district_officer, HEAD + GOOD)
    typed = {"source": "circular 7", **({"is_reviewed": "on"} if ticked else {})}

    district_officer.post("inspection:checklist-publish", typed, code="monsoon")

    version = ChecklistVersion.objects.get()
    assert (version.status, version.is_reviewed) == ("published", ticked)
    assert set(version.items.values_list("is_reviewed", flat=True)) == {ticked}
    page = district_officer.get("inspection:checklist", code="monsoon").content.decode()
    assert ("जाँचा नहीं गया" in page) is not ticked


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "empty"),
        ("code,norm\nA,1\n", "These columns are missing"),
        (HEAD, "A checklist has 1 to 500 items."),
        (HEAD + GOOD + GOOD, "Line 3: the code W1 stands twice."),
        (HEAD + GOOD.replace(",2,", ",-2,"), "Line 2, norm: The norm must be more than 0."),
        (HEAD + GOOD.replace(",2,", ",many,"), "Line 2, norm: Type a number."),
        (HEAD + GOOD.replace("quantity", "colour"), "Line 2, answer: Choose from the list."),
        (HEAD + GOOD.replace("quantity", "yes_no"), "Line 2, norm: For this kind of answer the norm is 1."),
        (HEAD + GOOD.replace("फ़िल्टर", ""), "Line 2, name_hi"),
        ("PK\x03\x04", "spreadsheet"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_changes_nothing(english, district_officer, content, sentence):
    response = make(district_officer, content)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ChecklistItem.objects.exists()


def test_what_is_in_use_is_not_changed(english, district_officer):
    load_checklists()

    response = district_officer.post("inspection:item-remove", code="kayakalp", item="A")

    assert response.status_code == 409
    assert "This version is in use and never changes." in response.content.decode()


def test_a_cell_that_a_spreadsheet_would_run_is_text(district_officer):
    make(district_officer, HEAD + GOOD.replace("Filter", "=HYPERLINK(1)"))

    assert ",'=HYPERLINK(1)," in district_officer.get("inspection:checklist-file", code="monsoon").content.decode()
