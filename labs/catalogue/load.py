"""Tests, ranges and panels out of the CSV files, keyed by code."""

from collections import defaultdict
from functools import cache

from django.db import transaction

from labs.catalogue.files import number, parts, rows, yes
from labs.models import DeltaLimit, Panel, PanelTest, ReferenceRange, Test

SEXES = {"M": ReferenceRange.Sex.MALE, "F": ReferenceRange.Sex.FEMALE, "F-preg": ReferenceRange.Sex.FEMALE}
# Kinds whose answers come from a list. What a smear said before its parts were counted is read from its old list.
LISTED = {Test.ResultType.CODED, Test.ResultType.TITRE, Test.ResultType.MICROSCOPY}
RANGE_KEY = ["test", "sex", "pregnancy", "age_min_days", "age_max_days", "analyser"]
# What the files say of a row; anything else of it (edits, versions, upkeep) is not theirs.
COLUMNS = {
    Test: [
        "code", "name_en", "name_hi", "category", "specimen", "specimen_hi", "container", "method", "result_type",
        "unit", "decimals", "choices_en", "choices_hi", "choices_flag", "reactive_from", "components", "loinc",
        "is_loinc_confirmed", "is_active", "possible_low", "possible_high", "is_sensitive", "meaning_high_en",
        "meaning_high_hi", "meaning_low_en", "meaning_low_hi", "position", "source", "is_reviewed",
    ],
    ReferenceRange: [*RANGE_KEY, "low", "high", "critical_low", "critical_high", "note", "source", "is_reviewed"],
    DeltaLimit: ["test", "percent", "within_days", "source", "is_reviewed"],
    Panel: ["code", "name_en", "name_hi", "position"],
    PanelTest: ["panel", "test", "position"],
}  # fmt: skip


@transaction.atomic
def load() -> dict[str, int]:
    """Load everything (12 queries); what is there already is brought up to date, except what somebody edited on screen.

    Returns how many of each there are.
    """
    details = {row["code"]: row for row in rows("test_details.csv")}
    lines = rows("lab_tests.csv")
    firsts = {line["code"]: line for line in reversed(lines)}
    edited = set(Test.objects.exclude(edited_at=None).values_list("code", flat=True))
    _upsert([_test(firsts[code], details[code]) for code in details if code not in edited], ["code"])
    tests = Test.objects.in_bulk(details, field_name="code")
    unedited = [line for line in lines if line["code"] not in edited]
    ranges = [_range(tests[line["code"]], line) for line in unedited]
    _upsert([row for row in ranges if row], RANGE_KEY)
    limits = [row for row in rows("delta_limits.csv") if row["code"] not in edited]
    _upsert([_delta(tests[row["code"]], row) for row in limits], ["test"])
    panels = rows("panels.csv")
    _load_panels(panels, tests)
    return {"tests": len(tests), "ranges": ReferenceRange.objects.count(), "panels": len(panels)}


def _upsert(wanted: list, keys: list[str]) -> None:
    """Make the rows, or bring those with the same keys up to date with the columns that the files know."""
    if not wanted:
        return
    model = type(wanted[0])
    columns = [name for name in COLUMNS[model] if name not in keys]
    model.objects.bulk_create(wanted, update_conflicts=True, unique_fields=keys, update_fields=columns)


def _test(line, detail) -> Test:
    listed, flags = line["result_type"] in LISTED, parts(detail["choices_flag"])
    values = {
        "code": line["code"],
        "name_en": line["name_en"],
        "name_hi": line["name_hi"],
        "category": line["category"],
        "specimen": line["specimen"].strip("-"),
        "specimen_hi": line["specimen_hi"].strip("-"),
        "container": detail["container"],
        "method": line["method"],
        "result_type": line["result_type"],
        "unit": _unit(line),
        "decimals": int(detail["decimals"]),
        "choices_en": parts(line["unit_or_choices"]) if listed else [],
        "choices_hi": parts(detail["choices_hi"]),
        "choices_flag": flags if any(flags) else [],
        "reactive_from": detail["reactive_from"],
        "components": _components(line["code"]),
        "loinc": line["loinc"],
        "is_loinc_confirmed": bool(detail["loinc_confirmed"]),
        "is_active": detail["is_active"] != "no",
        "possible_low": number(detail["possible_low"]),
        "possible_high": number(detail["possible_high"]),
        "is_sensitive": yes(detail["is_sensitive"]),
        "meaning_high_en": detail["meaning_high_en"],
        "meaning_high_hi": detail["meaning_high_hi"],
        "meaning_low_en": detail["meaning_low_en"],
        "meaning_low_hi": detail["meaning_low_hi"],
        "position": int(detail["position"]),
        "source": f"{line['source']}; limits and wording: {detail['source']}",
        "is_reviewed": yes(line["reviewed"]) and yes(detail["reviewed"]),
    }
    return Test(**values)


@cache
def _all_components() -> dict[str, list[dict]]:
    found = defaultdict(list)
    for row in rows("components.csv"):
        lists = {name: parts(row[name]) for name in ("choices_en", "choices_hi", "choices_flag")}
        lists["choices_flag"] = lists["choices_flag"] if any(lists["choices_flag"]) else []
        counts = {name: int(row[name]) if row[name] else None for name in ("low", "high")}
        names = {"code": row["code"], "en": row["name_en"], "hi": row["name_hi"]}
        found[row["test"]].append({**names, "kind": row["kind"], "unit": row["unit"], **counts, **lists})
    return dict(found)


def _components(code: str) -> list[dict]:
    return _all_components().get(code, [])


def _unit(line) -> str:
    """Only numbers have one; a ratio is a bare number."""
    unit = line["unit_or_choices"] if line["result_type"] == Test.ResultType.NUMERIC else ""
    return unit.removeprefix("ratio")


def _range(test: Test, line) -> ReferenceRange | None:
    limits = {name: number(line[f"ref_{name}"]) for name in ("low", "high")}
    limits |= {name: number(line[name]) for name in ("critical_low", "critical_high")}
    if not any(limit is not None for limit in limits.values()):
        return None
    return ReferenceRange(
        test=test,
        sex=SEXES.get(line["ref_sex"], ReferenceRange.Sex.ANY),
        pregnancy=line["ref_sex"] == "F-preg",
        age_min_days=int(line["age_min_days"]),
        age_max_days=int(line["age_max_days"]),
        analyser="",
        note=line["note"],
        source=line["source"],
        is_reviewed=yes(line["reviewed"]),
        **limits,
    )


def _delta(test: Test, row) -> DeltaLimit:
    return DeltaLimit(
        test=test,
        percent=int(row["percent"]),
        within_days=int(row["within_days"]),
        source=row["source"],
        is_reviewed=yes(row["reviewed"]),
    )


def _load_panels(lines, tests) -> None:
    edited = set(Panel.objects.exclude(edited_at=None).values_list("code", flat=True))
    lines = [line for line in lines if line["code"] not in edited]
    _upsert([Panel(**{name: line[name] for name in COLUMNS[Panel]}) for line in lines], ["code"])
    panels = Panel.objects.in_bulk([line["code"] for line in lines], field_name="code")
    members = [
        PanelTest(panel=panels[line["code"]], test=tests[code], position=position)
        for line in lines
        for position, code in enumerate(line["tests"].split())
    ]
    _upsert(members, ["panel", "test"])
    kept = {(row.panel_id, row.test_id) for row in members}
    there = PanelTest.objects.filter(panel__in=panels.values()).values_list("pk", "panel_id", "test_id")
    PanelTest.objects.filter(pk__in=[pk for pk, *pair in there if tuple(pair) not in kept]).delete()
