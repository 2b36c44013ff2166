"""The delta check at its edges, and where a technician meets it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from centres.permissions import Role
from labs import catalogue, delta, services
from labs.delta import Limit
from labs.errors import LabError, ValuesChanged
from labs.models import CatalogueChange, DeltaLimit, Test
from tests.centres.factories import OfficeFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import entered, load_catalogue, released
from tests.registration.factories import VisitFactory

DAY = date(2026, 11, 23)


def is_big(before, now, *, days=10, limit=None):
    return delta.is_big(
        Decimal(before), Decimal(now), before_on=DAY - timedelta(days=days), now_on=DAY, limit=limit or Limit(20, 30)
    )


@pytest.mark.parametrize(
    ("before", "now", "days", "big"),
    [
        ("10.0", "12.0", 10, False),  # exactly the limit
        ("10.0", "12.1", 10, True),
        ("10.0", "8.0", 10, False),
        ("10.0", "7.9", 10, True),
        ("10.0", "20.0", 30, True),  # the last day that counts
        ("10.0", "20.0", 31, False),
        ("0", "0", 1, False),
        ("0", "1", 1, True),
    ],
)
def test_a_change_is_big_only_beyond_the_limit_and_within_its_days(before, now, days, big):
    assert is_big(before, now, days=days) is big


def test_the_usual_limit_says_that_nobody_reviewed_it(english):
    assert delta.USUAL.words.endswith("This limit is not reviewed by a clinician.")


@pytest.mark.django_db
def test_every_limit_of_the_catalogue_names_its_source(centre):
    load_catalogue(centre)

    assert DeltaLimit.objects.count() == 10
    assert not DeltaLimit.objects.filter(source="").exists()


@pytest.mark.django_db
def test_the_grid_marks_a_big_change_and_still_takes_it(lab_technician, visit, lab):
    before = VisitFactory(centre=lab, patient=visit.patient, visit_on=visit.visit_on - timedelta(days=8))
    type(before).objects.filter(pk=before.pk).update(registered_at=visit.registered_at - timedelta(days=8))
    released(before, {"HB": "12.0"})

    entered(visit, {"HB": "8.4"})

    page = lab_technician.get("labs:results", code=visit.code).content.decode()
    assert "बड़ा बदलाव −30 %, सीमा 20 %: लेबल देख लें" in page


# --- the limit, changed on screen ---


@pytest.fixture
def office(db):
    return OfficeFactory()


@pytest.fixture
def change(lab, office):
    by = staff(Role.ADMINISTRATOR, office)

    def act(values, code="HB", **more):
        test = Test.objects.get(code=code)
        more = {"seen": test.version, "reason": "new kit insert", **more}
        return services.save_delta(test, values, office=office, by=by, **more)

    return act


LIMIT = {"percent": 15, "within_days": 60, "source": "kit insert 2026"}


def test_a_changed_limit_keeps_its_history_and_asks_for_a_review(change):
    row = change(LIMIT)

    kept = CatalogueChange.objects.get()
    assert (row.percent, row.within_days, row.is_reviewed) == (15, 60, False)
    assert (kept.before["percent"], kept.after) == (
        "20",
        {"percent": "15", "within_days": "60", "source": "kit insert 2026"},
    )


def test_a_limit_taken_away_gives_the_usual_one(change):
    change(None)

    assert not DeltaLimit.objects.filter(test__code="HB").exists()
    assert CatalogueChange.objects.get().after == {}


def test_the_same_limit_again_writes_nothing(change):
    change(LIMIT)
    change(LIMIT)

    assert CatalogueChange.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "more", "field"),
    [
        ({**LIMIT, "percent": 0}, {}, "percent"),
        ({**LIMIT, "within_days": 0}, {}, "within_days"),
        ({**LIMIT, "source": " "}, {}, "source"),
        (LIMIT, {"reason": "x"}, "reason"),
        (LIMIT, {"code": "MRDT"}, None),
    ],
)
def test_a_limit_that_cannot_be_is_refused(change, values, more, field):
    with pytest.raises(LabError) as refusal:
        change(values, **more)

    assert refusal.value.field == field


def test_somebody_elses_change_is_not_overwritten(change):
    change(LIMIT)
    with pytest.raises(ValuesChanged):
        change({**LIMIT, "percent": 30}, seen=1)


def test_the_limit_is_changed_on_its_page(lab, office):
    keeper = Worker.at(office, Role.ADMINISTRATOR)
    test = Test.objects.get(code="TLC")
    keeper.post("labs:test-delta", {**LIMIT, "seen": test.version, "reason": "new kit insert"}, code="TLC")

    assert "15 %" in keeper.get("labs:test", code="TLC").content.decode()


def test_loading_the_files_again_leaves_a_limit_changed_on_screen(change):
    change(LIMIT)
    catalogue.load()

    assert DeltaLimit.objects.get(test__code="HB").percent == 15
