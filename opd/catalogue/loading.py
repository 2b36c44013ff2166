"""Bring the CSV files into the database. Rows are matched by their key, so a second run changes nothing."""

import csv
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from centres.catalogue import load_asked
from opd.catalogue import presentations, report_lines
from opd.models import (
    CareLevel,
    Complaint,
    DeskComplaint,
    Diagnosis,
    DosagePhrase,
    DoseRule,
    HonestyRule,
    HouseNumber,
    Medicine,
    VitalRange,
)
from opd.selectors import reference

HERE = Path(__file__).resolve().parent


@transaction.atomic
def load() -> dict[str, int]:
    """Load every catalogue (1 query each); how many rows each has."""
    transaction.on_commit(reference.forget)
    return {
        "complaints": _load(Complaint, "complaints.csv", _complaint, ["code"]),
        "diagnoses": _load(Diagnosis, "diagnoses_icd10.csv", _diagnosis, ["code"]),
        "medicines": _load(Medicine, "medicines.csv", _medicine, ["code"]),
        "dosage_phrases": _load(DosagePhrase, "dosage_phrases.csv", _phrase, ["group", "code"]),
        "dose_rules": _load(DoseRule, "dose_rules.csv", _rule, ["code"]),
        "vital_ranges": _load(VitalRange, "vitals_ranges.csv", _range, ["parameter", "age_group", "note"]),
        "care_levels": _load_care_levels(),
        "desk_complaints": _load_desk_complaints(),
        "house_numbers": _load_house_numbers(),
        "honesty_rules": _load_honesty_rules(),
        "key_medicines": _load_key_medicines(),
        "report_lines": report_lines.load(rows_of("hmis_items.csv") + rows_of("idsp_rows.csv")),
    }


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _load(model, name, read, keys) -> int:
    rows = [model(source=row["source"], is_reviewed=row["reviewed"] == "yes", **read(row)) for row in rows_of(name)]
    written = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in {*keys, "is_active"}
    ]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=written)
    return len(rows)


def _load_care_levels() -> int:
    """What an administrator changed stays (3 queries)."""
    codes = dict(Diagnosis.objects.values_list("code", "pk"))
    changed = set(CareLevel.objects.filter(version__gt=1).values_list("diagnosis_id", flat=True))
    lines = rows_of("care_levels.csv")
    rows = [
        CareLevel(
            diagnosis_id=codes[line["icd10_code"]],
            level=line["level"],
            tests=line["tests"].split(),
            medicines=list(filter(None, line["medicines"].split(";"))),
            source=line["source"],
            is_reviewed=line["reviewed"] == "yes",
        )
        for line in lines
        if codes[line["icd10_code"]] not in changed
    ]
    CareLevel.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["diagnosis"],
        update_fields=["level", "tests", "medicines", "source", "is_reviewed"],
    )
    return len(lines)


def _load_house_numbers() -> int:
    """What an administrator changed stays (2 queries)."""
    changed = set(HouseNumber.objects.filter(version__gt=1).values_list("code", flat=True))
    lines = rows_of("house_numbers.csv")
    columns = ["name_en", "name_hi", "unit_en", "unit_hi", "source"]
    rows = [
        HouseNumber(
            code=line["code"],
            number=int(line["number"]),
            is_reviewed=line["reviewed"] == "yes",
            **{name: line[name] for name in columns},
        )
        for line in lines
        if line["code"] not in changed
    ]
    HouseNumber.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=[*columns, "number", "is_reviewed"]
    )
    return len(lines)


def _load_honesty_rules() -> int:
    """What an administrator changed stays (2 queries)."""
    changed = set(HonestyRule.objects.filter(version__gt=1).values_list("code", flat=True))
    lines = rows_of("honesty_rules.csv")
    words, numbers = ["name_en", "name_hi", "innocent_en", "innocent_hi", "source"], ["share", "times", "within"]
    rows = [
        HonestyRule(
            code=line["code"],
            position=place,
            every_days=int(line["every_days"]),
            least=int(line["least"]),
            is_reviewed=line["reviewed"] == "yes",
            **{name: line[name] for name in words},
            **{name: int(line[name]) if line[name] else None for name in numbers},
        )
        for place, line in enumerate(lines)
        if line["code"] not in changed
    ]
    written = [*words, *numbers, "position", "every_days", "least", "is_reviewed"]
    HonestyRule.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=written)
    return len(lines)


def _load_key_medicines() -> int:
    """What statements of the day ask about, by generic name (4 queries)."""
    hindi = dict(Medicine.objects.order_by("-code").values_list("name_en", "name_hi"))
    lines = [row | {"code": row["name_en"], "name_hi": hindi[row["name_en"]]} for row in rows_of("key_medicines.csv")]
    return load_asked("medicines", lines)


def _load_desk_complaints() -> int:
    """What may be sent nearer home (3 queries)."""
    complaints = dict(Complaint.objects.values_list("code", "pk"))
    diagnoses = dict(Diagnosis.objects.values_list("code", "pk"))
    rows = [
        DeskComplaint(
            complaint_id=complaints[line["complaint_code"]],
            diagnosis_id=diagnoses[line["icd10_code"]],
            department_kind=line["department_kind"],
            source=line["source"],
            is_reviewed=line["reviewed"] == "yes",
        )
        for line in rows_of("desk_complaints.csv")
    ]
    columns = ["diagnosis", "department_kind", "source", "is_reviewed"]
    DeskComplaint.objects.bulk_create(rows, update_conflicts=True, unique_fields=["complaint"], update_fields=columns)
    return len(rows)


def _complaint(row) -> dict:
    return {
        "code": row["code"],
        "name_en": row["name_en"],
        "name_hi": row["name_hi"],
        "roman_hi": row["roman_hi"].strip("-"),
        "system": row["system"],
        "red_flag": row["red_flag"],
        "position": int(row["position"]),
    }


def _diagnosis(row) -> dict:
    return {
        "code": row["icd10_code"],
        "name_en": row["name_en"],
        "name_hi": row["name_hi"],
        "category": row["category"],
        "idsp_code": row["idsp_condition_code"],
        "hmis_code": row["hmis_item_code"],
        "is_chronic": row["chronic"] == "yes",
        "is_sensitive": row["sensitive"] == "yes",
        "official_title": row["icd10_official_title"],
    }


def _medicine(row) -> dict:
    read = presentations.parse(row["form_and_strength"], route=row["route"], category=row["category"])
    return {
        "code": row["code"],
        "name_en": row["generic_name_en"],
        "name_hi": row["name_hi"],
        "presentation": row["form_and_strength"],
        "form": read.form,
        "strength": read.strength,
        "unit": read.unit,
        "category": row["category"],
        "route": row["route"],
        "nlem_code": row["nlem2022_code"].strip("-"),
        "nlem_level": row["nlem_level"].strip("-"),
        "is_primary_level": row["primary_level"] == "yes",
        "schedule": row["drug_schedule"],
    }


def _phrase(row) -> dict:
    return {
        "group": row["group"],
        "code": row["code"],
        "text_en": row["text_en"],
        "text_hi": row["text_hi"],
        "times_per_period": row["times_per_period"],
        "period": row["period_or_duration"],
        "fhir_hint": row["fhir_hint"],
    }


def _range(row) -> dict:
    numbers = ("low", "high", "critical_low", "critical_high")
    return {
        "parameter": row["parameter"],
        "unit": row["unit"],
        "loinc": row["loinc"],
        "age_group": row["age_group"],
        "age_min_days": int(row["age_min_days"]),
        "age_max_days": int(row["age_max_days"]),
        "note": row["note"],
        **{name: Decimal(row[name]) if row[name] else None for name in numbers},
    }


def _rule(row) -> dict:
    numbers = ("mg_kg_dose", "mg_kg_day_low", "mg_kg_day_high", "max_mg_dose", "max_mg_day")
    return {
        **{name: row[name] for name in ("code", "substance", "drug_class", "every", "pregnancy")},
        **{name: Decimal(row[name]) if row[name] else None for name in numbers},
        "not_below_days": int(row["not_below_days"]) if row["not_below_days"] else None,
    }
