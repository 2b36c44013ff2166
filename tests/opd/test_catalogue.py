"""Reference content: complete, loadable twice, every presentation understood."""

import pytest

from opd import catalogue
from opd.catalogue.loading import rows_of
from opd.catalogue.presentations import FORM_WORDS, parse
from opd.dose_words import UNITS
from opd.models import Complaint, Diagnosis, Medicine

MEDICINES = rows_of("medicines.csv")


@pytest.mark.django_db
def test_loading_twice_gives_the_same_rows():
    first = catalogue.load()
    second = catalogue.load()

    assert first == second
    assert first == {
        "complaints": 109, "diagnoses": 220, "medicines": 415, "dosage_phrases": 105, "dose_rules": 32,
        "vital_ranges": 53,
        "care_levels": 220, "desk_complaints": 29, "house_numbers": 9, "honesty_rules": 7, "key_medicines": 38,
        "report_lines": 111,
    }  # fmt: skip
    assert (Complaint.objects.count(), Diagnosis.objects.count(), Medicine.objects.count()) == (109, 220, 415)


@pytest.mark.django_db
def test_a_medicine_taken_off_the_list_stays_off_when_the_list_is_loaded_again():
    catalogue.load()
    Medicine.objects.filter(code="MED0001").update(is_active=False)

    catalogue.load()

    assert not Medicine.objects.get(code="MED0001").is_active


@pytest.mark.django_db
def test_common_complaints_come_first_and_intimate_diagnoses_are_marked():
    catalogue.load()

    assert [row.name_en for row in Complaint.objects.all()[:3]] == ["fever", "cough", "cold / running nose"]
    sensitive = set(Diagnosis.objects.filter(is_sensitive=True).values_list("code", flat=True))
    assert {"B20", "A53.9", "A54.9", "F32.9", "F20.9", "O20.0", "Z30.9"} <= sensitive
    assert not {"I10", "E11.9", "J06.9", "A09"} & sensitive


@pytest.mark.parametrize("row", MEDICINES, ids=lambda row: row["code"])
def test_every_presentation_has_a_known_form_and_unit(row):
    read = parse(row["form_and_strength"], route=row["route"], category=row["category"])

    assert read.form in FORM_WORDS
    assert read.unit in UNITS
    assert len(read.strength) <= 60


@pytest.mark.parametrize(
    ("presentation", "form", "strength", "unit"),
    [
        ("Tablet 500 mg", "tablet", "500 mg", "tablet"),
        ("Enteric coated Tablet 75 mg", "tablet", "75 mg enteric coated", "tablet"),
        ("Oral liquid 125 mg/5 mL", "syrup", "125 mg/5 mL", "bottle"),
        ("Powder for Injection 1000 mg", "injection", "1000 mg", "vial"),
        ("Eye Ointment 0.3%", "ointment", "0.3% eye", "tube"),
        ("60000 IU solid oral", "dose", "60000 IU", "dose"),
        ("Sachet (as licensed, WHO formula)", "sachet", "", "sachet"),
        ("Gum/Lozenge 2 mg", "lozenge", "2 mg", "lozenge"),
        ("Tablet equivalent to 60 mg elemental iron", "tablet", "60 mg elemental iron", "tablet"),
    ],
)
def test_a_presentation_is_read_into_form_strength_and_unit(presentation, form, strength, unit):
    assert parse(presentation) == (form, strength, unit)
