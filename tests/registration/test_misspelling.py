"""Which name was meant by a misspelt one, and that looking for it never reads the whole table."""

import pytest
from django.db import connection

from registration import misspelling
from registration.search import Kind, Query
from registration.selectors import named
from registration.selectors.people import find
from tests.centres.factories import CentreFactory
from tests.registration.factories import PatientFactory

SURE, LIKELY, UNLIKELY, LEAST = 0, 1, 2, 3


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("stn", "snt", SURE),  # Satni for Santi
        ("smt", "snt", SURE),  # Sumita for Sunita
        ("jm", "jml", LIKELY),  # Jamia for Jamila
        ("my", "m", LIKELY),  # Mayya for Maya
        ("kn", "gn", LIKELY),  # heard for another, at the beginning
        ("snt", "sbt", UNLIKELY),
        ("snt", "bnt", LEAST),
    ],
)
def test_slips_of_the_hand_and_the_ear_come_first(typed, meant, cost):
    assert misspelling.cost(typed, meant) == cost


@pytest.fixture
def here(db):
    return CentreFactory()


def found(text: str, centre) -> list[str]:
    return [person.name for person in find(Query(Kind.NAME, text), centre).people]


@pytest.mark.parametrize(
    ("stored", "street", "typed"),
    [
        ("Jamila Kumari", "Mainpura", "Jamia Kumari Mainpura"),
        ("शांति देवी", "Rajapur", "Shamti Devi Rajapur"),
        ("Guddu Kumar", "Digha Ghat", "Guhddu Kumar Digha Ghat"),
        ("Sujit Kumar", "Nehru Nagar", "Suijt Kumar Nehru Nagar"),
        ("Mahpal Kumar", "Mithapur", "Mahal Kumar Mithapur"),
    ],
)
def test_a_misspelt_name_and_a_mohalla_find_somebody_of_another_centre(here, stored, street, typed):
    PatientFactory(name=stored, street=street, guardian_name="")
    PatientFactory(name="Phulwanti Oraon", street=street, guardian_name="")

    assert found(typed, here) == [stored]


def test_the_surname_as_typed_tells_strangers_of_one_mohalla_apart(here):
    for surname in ("Keshari", "Paswan"):
        PatientFactory(name=f"Kamdev {surname}", street="Anisabad", guardian_name="")

    assert found("Kamev Keshari Anisabad", here) == ["Kamdev Keshari"]


def test_hundreds_of_keys_are_answered_by_the_index_alone(here):
    """The planner must not be asked: at a million people it reads the table for seconds."""
    for name in ("Sunita", "Sumita", "Sarita", "Sabita", "Santi", "Sonia"):
        PatientFactory(name=f"{name} Devi", street="Digha Ghat", registered_centre=here)
    plans = []

    def explain(execute, sql, params, many, context):
        if sql.startswith("(SELECT"):
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN {sql}", params)
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        named.ranked("Snuita Devi Digha Ghat", here, limit=10)

    assert len(plans) == 2
    for plan in plans:
        assert "Bitmap Index Scan on patient_by_find_keys" in plan
        assert "Seq Scan on registration_patient" not in plan
        assert "Index Scan using" not in plan


def test_the_next_statement_is_planned_as_always(here):
    PatientFactory(name="Sunita Devi", registered_centre=here)

    named.ranked("Sunita", here, limit=10)

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_seqscan'), current_setting('enable_indexscan')")
        assert cursor.fetchone() == ("on", "on")


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("अंजू कुमारी", "Ajnu Kumari s/o Ramesh"),  # the letters as typed read as ज्ञ
        ("Surya Kumar", "Suya Kumar s/o Ramesh"),
        ("Md Irfan", "Mohhd Irfan s/o Ramesh"),
    ],
)
def test_the_letters_are_mended_where_the_key_is_far_off(here, stored, typed):
    PatientFactory(name=stored, guardian_name="Ramesh Yadav", registered_centre=here)

    assert found(typed, here) == [stored]


def test_somebody_elsewhere_who_fits_the_slip_does_not_hide_who_stands_here(here):
    PatientFactory(name="Sati Devi", guardian_name="Ramesh Yadav")
    PatientFactory(name="Santi Devi", guardian_name="Ramesh Yadav", registered_centre=here)

    assert set(found("Sati Devi s/o Ramesh", here)) == {"Sati Devi", "Santi Devi"}


def test_a_mohalla_called_like_half_the_district_leads_to_the_right_one(here):
    for street in ("Alam Tola", "Digha Ghat"):
        PatientFactory(name="Kamal Kumar", street=street, guardian_name="")

    people = find(Query(Kind.NAME, "Kamal Kumar Alam Tola"), here).people
    assert [person.street for person in people] == ["Alam Tola"]
