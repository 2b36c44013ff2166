"""The delta check at its edges, and where a technician meets it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from labs import delta
from labs.delta import Limit
from labs.models import DeltaLimit
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
