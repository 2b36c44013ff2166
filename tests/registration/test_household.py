"""People of one home, as far as a search of the counter would show them; and the history of a record."""

import re

import pytest

from registration import references, services
from tests.centres.factories import CentreFactory
from tests.registration.factories import PatientFactory

pytestmark = pytest.mark.django_db

HOME = {"phone": "9835012041", "house": "12/A", "street": "यारपुर रोड", "pincode": "800001"}


@pytest.fixture
def mother(clerk):
    return PatientFactory(registered_centre=clerk.centre, name="सुनीता देवी", **HOME)


def where(worker, patient) -> str:
    return references.of_person(patient.pk, user=worker.user, centre=worker.centre)


def page(worker, patient) -> str:
    return worker.get("registration:household", reference=where(worker, patient)).content.decode()


def test_one_phone_and_one_address_stand_first(english, clerk, mother):
    PatientFactory(registered_centre=clerk.centre, name="Only Address", **{**HOME, "phone": "9000000001"})
    PatientFactory(registered_centre=clerk.centre, name="Only Phone", **{**HOME, "house": "99"})
    PatientFactory(registered_centre=clerk.centre, name="The Son", **{**HOME, "street": "Yarpur Road"})
    PatientFactory(
        registered_centre=clerk.centre, name="Next Street", **{**HOME, "phone": "9000000002", "street": "गली"}
    )

    shown = page(clerk, mother)

    names = ("The Son", "Only Phone", "Only Address")
    assert sorted(names, key=shown.index) == list(names)
    assert "Next Street" not in shown
    assert [shown.count(words) for words in ("same phone and address", ">same phone<", ">same address<")] == [1, 1, 1]


def test_whoever_is_known_elsewhere_is_shown_as_a_search_shows_them(clerk, mother):
    far = CentreFactory()
    PatientFactory(registered_centre=far, name="मीना कुमारी", **HOME)
    PatientFactory(registered_centre=far, name="केवल पता", **{**HOME, "phone": "9000000001"})

    shown = page(clerk, mother)

    assert "मीना कुमारी" not in shown
    assert "मी" in shown
    assert "केवल पता" not in shown
    assert far.name in shown


def test_somebody_without_phone_and_house_lives_alone(english, clerk):
    person = PatientFactory(registered_centre=clerk.centre, phone="", phone_owner="none", house="")
    PatientFactory(registered_centre=clerk.centre, phone="", phone_owner="none", house="")

    assert "Nobody else with this phone or at this address." in page(clerk, person)


def test_the_family_form_takes_the_home_along(clerk, mother):
    form = clerk.get("registration:family-new", {"home": where(clerk, mother)}).content.decode()

    for value in ("12/A", "यारपुर रोड", "800001", "9835012041"):
        assert f'value="{value}"' in form, value


def test_a_forged_home_fills_nothing(clerk, mother):
    form = clerk.get("registration:family-new", {"home": "x" * 60})

    assert form.status_code == 200
    assert "यारपुर रोड" not in form.content.decode()


def test_a_home_costs_the_same_however_many(clerk, mother, django_assert_max_num_queries):
    for _ in range(12):
        PatientFactory(registered_centre=clerk.centre, **HOME)

    with django_assert_max_num_queries(20):
        page(clerk, mother)


class TestHistory:
    def test_every_correction_stands_with_its_reason_in_words(self, english, clerk, mother):
        facts = {"birth_date": mother.birth_date.replace(year=1984), "birth_is_estimated": True, "sex": "O"}
        services.correct_facts(mother, facts, reason="card shown", version=1, centre=clerk.centre, by=clerk.user)

        shown = clerk.get("registration:history", reference=where(clerk, mother)).content.decode()

        assert "05-Mar-1986" in shown
        assert "05-Mar-1984" in shown
        assert "1984-03-05" not in shown
        assert ">False<" not in shown
        assert shown.count("card shown") == 3

    def test_more_than_the_page_shows_are_one_click_away(self, english, clerk, mother):
        for number in range(24):
            now = services.correct_facts(
                mother,
                {"house": f"{number}"},
                reason=f"why {number}.",
                version=number + 1,
                centre=clerk.centre,
                by=clerk.user,
            )
        assert now.version == 25

        facts = clerk.get("registration:facts", reference=where(clerk, mother)).content.decode()
        history = clerk.get("registration:history", reference=where(clerk, mother)).content.decode()

        assert "why 0." not in facts
        assert re.search(r'href="[^"]+/history/">All corrections<', facts)
        assert "why 0." in history
