"""The readiness list: what the system sees by itself, what people say, and what a new wording does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres.catalogue import readiness as catalogue
from centres.catalogue.files import rows
from centres.models import ReadinessCheck, ReadinessItem
from centres.permissions import Role
from centres.readiness import Known, count
from centres.selectors import readiness
from centres.services import readiness as services
from tests.centres.factories import staff
from tests.centres.rollout import count as count_devices
from tests.centres.rollout import heard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _loaded(db):
    catalogue.load()


def met(centre) -> set[str]:
    return {point.item.code for point in readiness.points(centre) if point.is_met}


def test_loading_twice_changes_nothing():
    assert catalogue.load() == {"new": 0, "changed": 0, "unchanged": len(rows("readiness.csv"))}


def test_every_rule_of_the_list_is_known_and_every_point_has_a_source():
    now = timezone.now()
    for row in rows("readiness.csv"):
        if row["rule"]:
            assert count(row["rule"], Known(), now) == 0
        assert row["source"]
    with pytest.raises(ValueError, match="no such rule: moon"):
        count("moon", Known(), now)


def test_the_system_sees_what_it_can(centre, in_charge):
    assert met(centre) == {"NAME", "PLACE", "ROOMS", "IN-CHARGE"}

    staff(Role.CLERK, centre)
    count_devices(centre, in_charge.user)
    heard(centre, in_charge.user)

    assert met(centre) - {"NAME", "PLACE", "ROOMS", "IN-CHARGE"} == {
        "CLERKS", "COMPUTERS", "PRINTERS", "SCANNERS", "UPS", "INTERNET", "HEARD",
    }  # fmt: skip


def test_two_of_three_computers_are_not_enough(centre, in_charge):
    count_devices(centre, in_charge.user, computer=(3, 2))

    assert "COMPUTERS" not in met(centre)


def test_a_computer_not_heard_from_for_eight_days_is_not_heard_from(centre, in_charge):
    heard(centre, in_charge.user, ago=timedelta(days=8))

    assert "HEARD" not in met(centre)


def test_a_person_says_what_no_system_sees_and_takes_it_back(centre, in_charge):
    kept = services.check(centre, {"POSTERS": True, "HELP": False}, note="seen", by=in_charge.user)
    again = services.check(centre, {"POSTERS": True}, note="", by=in_charge.user)

    assert (kept, again) == (1, 0)
    assert "POSTERS" in met(centre)
    services.check(centre, {"POSTERS": False}, note="torn down", by=in_charge.user)
    assert "POSTERS" not in met(centre)
    assert [row.note for row in ReadinessCheck.objects.all()] == ["torn down", "seen"]


def test_nobody_says_what_the_system_sees(centre, in_charge):
    assert services.check(centre, {"COMPUTERS": True, "NO-SUCH": True}, note="", by=in_charge.user) == 0
    assert not ReadinessCheck.objects.exists()


def test_a_new_wording_asks_again(centre, in_charge):
    services.check(centre, {"POSTERS": True}, note="", by=in_charge.user)
    ReadinessItem.objects.filter(code="POSTERS").update(text_en="Older words")

    assert catalogue.load()["changed"] == 1

    point = next(point for point in readiness.points(centre) if point.item.code == "POSTERS")
    assert (point.item.version, point.is_met, point.is_outdated) == (2, False, True)


def test_a_new_source_does_not_ask_again(centre, in_charge):
    services.check(centre, {"POSTERS": True}, note="", by=in_charge.user)
    ReadinessItem.objects.filter(code="POSTERS").update(source="elsewhere")
    catalogue.load()

    assert "POSTERS" in met(centre)


def test_a_point_that_left_the_file_is_no_longer_asked(centre):
    ReadinessItem.objects.create(code="OLD", stage="live", position=1, text_en="Old", text_hi="पुराना", source="test")

    assert catalogue.load()["changed"] == 1
    assert "OLD" not in {point.item.code for point in readiness.points(centre)}
