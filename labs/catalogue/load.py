"""Tests, ranges and panels out of the CSV files, keyed by code."""

from collections import defaultdict
from functools import cache

from django.db import transaction

from labs.catalogue.files import number, parts, rows, yes
from labs.models import DeltaLimit, Panel, PanelTest, ReferenceRange, Test

SEXES = {"M": ReferenceRange.Sex.MALE, "F": ReferenceRange.Sex.FEMALE, "F-preg": ReferenceRange.Sex.FEMALE}
# Kinds whose answers come from a list. What a smear said before its parts were counted is read from its old list.
LISTED = {Test.ResultType.CODED, Test.ResultType.TITRE, Test.ResultType.MICROSCOPY}


@transaction.atomic
def load() -> dict[str, int]:
    """Load everything; what is there already is brought up to date, except what somebody edited on screen.

    Returns how many of each there are.
    """
    details = {row["code"]: row for row in rows("test_details.csv")}
    lines = rows("lab_tests.csv")
    firsts = {line["code"]: line for line in reversed(lines)}
    edited = {test.code: test for test in Test.objects.exclude(edited_at=None)}
    tests = {code: edited.get(code) or _test(firsts[code], details[code]) for code in details}
    for line in lines:
        if line["code"] not in edited:
            _range(tests[line["code"]], line)
    for row in rows("delta_limits.csv"):
        if row["code"] not in edited:
            _delta(tests[row["code"]], row)
    panels = [_panel(row, tests) for row in rows("panels.csv")]
    return {"tests": len(tests), "ranges": ReferenceRange.objects.count(), "panels": len(panels)}


def _test(line, detail) -> Test:
    listed, flags = line["result_type"] in LISTED, parts(detail["choices_flag"])
    values = {
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
    return Test.objects.update_or_create(code=line["code"], defaults=values)[0]


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


def _range(test: Test, line) -> None:
    limits = {name: number(line[f"ref_{name}"]) for name in ("low", "high")}
    limits |= {name: number(line[name]) for name in ("critical_low", "critical_high")}
    if not any(limit is not None for limit in limits.values()):
        return
    ReferenceRange.objects.update_or_create(
        test=test,
        sex=SEXES.get(line["ref_sex"], ReferenceRange.Sex.ANY),
        pregnancy=line["ref_sex"] == "F-preg",
        age_min_days=int(line["age_min_days"]),
        age_max_days=int(line["age_max_days"]),
        analyser="",
        defaults={
            **limits,
            "note": line["note"],
            "source": line["source"],
            "is_reviewed": yes(line["reviewed"]),
        },
    )


def _delta(test: Test, row) -> None:
    DeltaLimit.objects.update_or_create(
        test=test,
        defaults={
            "percent": int(row["percent"]),
            "within_days": int(row["within_days"]),
            "source": row["source"],
            "is_reviewed": yes(row["reviewed"]),
        },
    )


def _panel(row, tests) -> Panel:
    if edited := Panel.objects.filter(code=row["code"]).exclude(edited_at=None).first():
        return edited
    names = {"name_en": row["name_en"], "name_hi": row["name_hi"], "position": int(row["position"])}
    panel, _made = Panel.objects.update_or_create(code=row["code"], defaults=names)
    for position, code in enumerate(row["tests"].split()):
        PanelTest.objects.update_or_create(panel=panel, test=tests[code], defaults={"position": position})
    PanelTest.objects.filter(panel=panel).exclude(test__code__in=row["tests"].split()).delete()
    return panel
