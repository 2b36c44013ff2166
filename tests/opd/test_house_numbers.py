"""Pack sizes and days until a call: from the catalogue, changed by the administrator, used at once."""

from datetime import date

import pytest

from centres.models import AuditEvent
from opd import catalogue, follow_ups
from opd.models import HouseNumber
from opd.selectors import reference, room
from tests import loaded
from tests.opd.factories import PARACETAMOL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SYRUP = {**PARACETAMOL, "form": "syrup", "strength": "120 mg/5 ml", "unit": "bottle", "dose": "5 ml TDS", "days": 5}


@pytest.fixture(autouse=True)
def _loaded():
    loaded.opd_catalogue()


def change(worker, code, **typed):
    row = HouseNumber.objects.get(code=code)
    said = {"number": row.number, "source": row.source, "version": row.version, "reason": "BMSICL supplies 100 ml"}
    return worker.post("opd:house-number", {**said, **typed}, rule=code)


def test_the_catalogue_says_what_the_code_said():
    assert reference.packs() == {
        ("bottle", "ml"): 60, ("bottle", "drop"): 200, ("bottle", "spread"): 30, ("bottle", "puff"): 200,
        ("tube", "spread"): 30, ("inhaler", "puff"): 200,
    }  # fmt: skip
    assert follow_ups.referral_due("soon", date(2026, 11, 1)) == date(2026, 11, 8)
    assert follow_ups.result_due({"HH"}, date(2026, 11, 1)) == date(2026, 11, 2)
    assert follow_ups.result_due({"A"}, date(2026, 11, 1)) == date(2026, 11, 4)


def test_a_changed_bottle_counts_at_once_and_stays_when_the_catalogue_is_loaded(
    administrator, django_capture_on_commit_callbacks
):
    assert room.medicine_shown(SYRUP).quantity == "2"
    with django_capture_on_commit_callbacks(execute=True):
        assert change(administrator, "bottle_ml", number=100).status_code == 302

    assert room.medicine_shown(SYRUP).quantity == "1"
    catalogue.load()
    assert HouseNumber.objects.get(code="bottle_ml").number == 100
    event = AuditEvent.objects.get(action="house_number.changed")
    assert (event.detail["before"], event.detail["after"]) == (60, 100)


def test_a_changed_day_moves_the_call(administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change(administrator, "call_soon", number=5)

    assert follow_ups.referral_due("soon", date(2026, 11, 1)) == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": 0}, "Too little: at least 1."),
        ({"number": 5000}, "Too much: at most 1000."),
        ({"number": "ten"}, "Type a whole number, digits only."),
        ({"reason": ""}, "Why it is changed: fill this in."),
        ({"version": 7}, "Somebody changed this meanwhile."),
        ({}, "Nothing is different."),
    ],
)
def test_what_cannot_be_is_refused_kindly(administrator, typed, words):
    page = change(administrator, "bottle_ml", **typed)

    assert page.status_code in {409, 422}
    assert words in page.content.decode()
    assert HouseNumber.objects.get(code="bottle_ml").number == 60


def test_an_officer_reads_and_does_not_change(district_officer):
    page = district_officer.get("opd:house-numbers").content.decode()

    assert "Usual bottle of a liquid medicine" in page
    assert "0 of 9 rows of this list have been reviewed." in page
    assert change(district_officer, "bottle_ml", number=100).status_code == 403
