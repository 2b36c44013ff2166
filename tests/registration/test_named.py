"""Finding people by name: both scripts, spellings, initials, guardians, and what to ask next."""

from datetime import date

import pytest
from django.utils import timezone

from registration.asked import read
from registration.models import NameWord, Patient
from registration.search import Kind, Query
from registration.selectors.people import find
from tests.centres.factories import CentreFactory
from tests.registration.factories import PatientFactory, VisitFactory

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "name", "years", "phone_end", "guardian"),
    [
        ("Sunita Devi", "Sunita Devi", (), "", ()),
        ("Sunita 46", "Sunita", (1978, 1979, 1980, 1981, 1982), "", ()),
        ("सुनीता ४६ साल", "सुनीता", (1978, 1979, 1980, 1981, 1982), "", ()),
        ("Sunita 1980", "Sunita", (1980,), "", ()),
        ("Sunita 3210", "Sunita", (), "3210", ()),
        ("Sunita w/o Ramesh Kumar", "Sunita", (), "", ("rms",)),
        ("सुनीता पति रमेश", "सुनीता", (), "", ("rms",)),
    ],
)
def test_a_line_is_a_name_with_facts(text, name, years, phone_end, guardian):
    asked = read(text, TODAY)

    assert (asked.name, asked.years, asked.phone_end, asked.guardian) == (name, years, phone_end, guardian)


@pytest.fixture
def here(db):
    return CentreFactory()


def names_found(text: str, centre) -> list[str]:
    return [person.name for person in find(Query(Kind.NAME, text), centre).people]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("सुनीता देवी", "Suneeta Devi"),
        ("Sunita Devi", "सुनीता"),
        ("मो. इरफान", "Mohammad Irfan"),
        ("Md Irfan", "मोहम्मद इरफान"),
        ("Ramesh Kumar Yadav", "Yadav Ramesh"),
        ("Ramesh Kumar", "Ramesh Yadav"),
        ("विकास कुमार", "Bikash Kr"),
        ("Ramesh Kumar", "Ramseh Kumar"),
        ("R. K. Sinha", "R K Sinha"),
        ("ज़ीनत खातून", "Jinat Khatun"),
    ],
)
def test_spellings_and_missing_words_find_the_person(here, stored, typed):
    PatientFactory(name=stored, guardian_name="", registered_centre=here)
    PatientFactory(name="Phulwanti Oraon", guardian_name="", registered_centre=here)

    assert names_found(typed, here) == [stored]


def test_a_guardian_or_mohalla_behind_the_name_leads_to_the_right_one(here):
    for guardian, street in (("Ramesh Kumar", "Yarpur Road"), ("Dinesh Sah", "Digha Ghat")):
        PatientFactory(name="Sunita Devi", guardian_name=guardian, street=street, registered_centre=here)

    first = [find(Query(Kind.NAME, text), here).people[0].guardian_name for text in ("Sunita Dinesh", "Sunita Yarpur")]

    assert first == ["Dinesh Sah", "Ramesh Kumar"]


def test_other_centres_are_searched_once_one_more_fact_is_said(here):
    PatientFactory(name="Sunita Devi", birth_date=date(timezone.localdate().year - 46, 3, 5))

    assert names_found("Sunita Devi", here) == []
    assert names_found("Sunita Devi 46", here) == ["Sunita Devi"]
    assert names_found("Sumita Devi 46", here) == ["Sunita Devi"]


def test_who_came_here_later_is_found_here(here):
    stranger = PatientFactory(name="Sunita Devi")
    VisitFactory(patient=stranger, centre=here)

    assert names_found("सुनीता", here) == ["Sunita Devi"]


def test_names_that_are_alike_say_what_to_ask(here):
    for guardian in ("Ramesh", "Dinesh", "Suresh"):
        PatientFactory(name="Sunita Devi", guardian_name=guardian, registered_centre=here, phone="9876500000")

    found = find(Query(Kind.NAME, "Sunita Devi"), here)

    assert (len(found.people), found.ask) == (3, ["guardian"])


def test_a_corrected_fact_is_found_by_its_new_words(here):
    person = PatientFactory(name="Sunita Devi", guardian_name="Ramesh", registered_centre=here)

    person.guardian_name = "Dinesh"
    person.save()

    assert "snt~dns" in Patient.objects.get(pk=person.pk).find_keys
    assert "snt~rms" not in Patient.objects.get(pk=person.pk).find_keys


def test_each_word_of_a_name_is_learned_once(here):
    PatientFactory.create_batch(2, name="Sunita Devi")

    assert NameWord.objects.get(key="snt").near == ["nt", "sn", "snt", "st"]
