"""The list of facilities: loaded once, again, and after somebody changed it."""

import pytest

from centres.catalogue import facilities
from centres.catalogue.facilities import load
from centres.catalogue.files import rows
from centres.models import AuditEvent, Centre, Department, OpdSession, Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer_file(monkeypatch):
    """A later facilities.csv in which Yarpur is called otherwise and has a ward."""

    def later(name):
        lines = rows(name)
        yarpur = next(line for line in lines if line["code"] == "UPHC-02")
        yarpur |= {"name_en": "UPHC Yarpur Domkhana", "ward": "15"}
        return lines

    monkeypatch.setattr(facilities, "rows", later)


def test_all_facilities_and_the_two_phases_are_there():
    done = load()

    assert done == {"new": 49, "changed": 0, "unchanged": 0}
    uphcs = Centre.objects.filter(kind=Centre.Kind.UPHC)
    assert [uphcs.filter(phase=phase).count() for phase in (1, 2)] == [15, 11]


def test_every_kind_in_the_file_is_known():
    assert {row["kind"] for row in rows("facilities.csv")} <= set(Centre.Kind.values)


def test_a_second_run_changes_nothing(django_assert_num_queries):
    load()
    before = AuditEvent.objects.count()

    with django_assert_num_queries(3):
        done = load()

    assert done == {"new": 0, "changed": 0, "unchanged": 49}
    assert AuditEvent.objects.count() == before


def test_placeholders_stay_visibly_placeholders():
    load()

    waiting = Centre.objects.filter(is_placeholder=True)
    assert waiting.count() == 15
    assert waiting.get(code="UPHC-12").name == "शहरी प्राथमिक स्वास्थ्य केंद्र 12 (नाम भरना है)"


def test_short_codes_can_be_read_aloud():
    load()

    assert Centre.objects.get(code="UPHC-02").short_code == "YRP"
    assert len(set(Centre.objects.values_list("short_code", flat=True))) == 49


def test_a_uphc_starts_with_rooms_departments_and_hours():
    load()

    yarpur = Centre.objects.get(code="UPHC-02")
    departments = [(one.code, one.room.number) for one in Department.objects.for_centre(yarpur)]
    assert departments == [("general", "2"), ("mch", "3"), ("ncd", "4"), ("dental", "5"), ("immunisation", "6")]
    assert Room.objects.for_centre(yarpur).count() == 8
    hours = {
        (one.weekday, f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}") for one in OpdSession.objects.for_centre(yarpur)
    }
    assert hours == {(day, "08:00–14:00") for day in range(6)}


def test_a_hospital_starts_without():
    load()

    assert not Centre.objects.get(code="PMCH").departments.exists()


def test_a_later_file_changes_what_nobody_touched(newer_file, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(facilities, "rows", rows)
        load()

    done = load()

    yarpur = Centre.objects.get(code="UPHC-02")
    assert (done["changed"], yarpur.name_en, yarpur.ward) == (1, "UPHC Yarpur Domkhana", "15")


def test_a_later_file_leaves_alone_what_an_administrator_changed(newer_file, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(facilities, "rows", rows)
        load()
    Centre.objects.filter(code="UPHC-02").update(name_en="UPHC Yarpur (Mahavir)")

    load()

    yarpur = Centre.objects.get(code="UPHC-02")
    assert (yarpur.name_en, yarpur.ward) == ("UPHC Yarpur (Mahavir)", "15")


def test_a_department_that_was_closed_stays_closed():
    load()
    Department.objects.filter(centre__code="UPHC-02", code="dental").delete()

    load()

    assert not Department.objects.filter(centre__code="UPHC-02", code="dental").exists()
