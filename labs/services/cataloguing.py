"""Changing the catalogue. Every change is kept with who, when, why and what stood there; results are never touched."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs import ranges
from labs.components import in_words as component_text
from labs.errors import LabError, ValuesChanged
from labs.models import CatalogueChange, DeltaLimit, Panel, PanelTest, ReferenceRange, Result, Test

SHORTEST_REASON = 5  # letters
MOST_PERCENT, MOST_DAYS = 1000, 3650
DELTA_FIELDS = ("percent", "within_days", "source")
Kind = CatalogueChange.Kind
# What a clinician's review speaks of: a change here asks for a new review.
CLINICAL = {
    *("unit", "method", "result_type", "decimals", "choices_en", "choices_flag", "possible_low", "possible_high"),
    *("meaning_high_en", "meaning_high_hi", "meaning_low_en", "meaning_low_hi", "source"),
    *("reactive_from", "components"),
}


@transaction.atomic
def save_test(code: str, values: dict, *, seen: int | None, reason: str, office, by) -> Test:
    """Change the test `code`, or make it where `seen` (the version looked at) is None.

    Raises LabError without a reason or a source, for a code in use, and for another unit or kind of result once
    values are on record; ValuesChanged when somebody changed the test meanwhile.
    """
    _check_reason(reason)
    if not values.get("source", "").strip():
        raise LabError(_("Say where these numbers come from."), field="source")
    test = Test(code=code) if seen is None else _locked(code, seen)
    if seen is None and Test.objects.filter(code=code).exists():
        raise LabError(_("This code is in use already."), field="code")
    before, after = difference(test, values)
    if seen is not None and not after:
        return test
    if {"unit", "result_type"} & set(after) and test.pk and Result.objects.filter(order__test=test).exists():
        words = _("Values in the old unit are on record. Make a new test and switch this one off.")
        raise LabError(words, field="unit")
    _set(test, values)
    if CLINICAL & set(after):
        _unreview(test)
    _stamp(test, by)
    _keep(Kind.TEST, test, before, after, reason, office, by)
    return test


@transaction.atomic
def save_range(test: Test, values: dict, *, pk: int | None, seen: int, reason: str, office, by) -> ReferenceRange:
    """Change one range of `test`, or add one where `pk` is None. `seen` is the test's version looked at.

    Raises LabError when it speaks of people that another row speaks of already, or has no source or no limit.
    """
    _check_reason(reason)
    test = _locked(test.code, seen)
    row = test.ranges.get(pk=pk) if pk else ReferenceRange(test=test)
    before, after = difference(row, values)
    if pk and not after:
        return row
    _set(row, values)
    _check_range(test, row)
    row.is_reviewed = False
    row.save()
    _unreview(test)
    _stamp(test, by)
    _keep(Kind.RANGE, test, before, after, reason, office, by, subject=_whom(row))
    return row


@transaction.atomic
def remove_range(row: ReferenceRange, *, seen: int, reason: str, office, by) -> None:
    """Take a range out. What stood there stays in the history; results keep the range they were judged by."""
    _check_reason(reason)
    test = _locked(row.test.code, seen)
    names = ("low", "high", "critical_low", "critical_high", "source")
    before = {name: _text(getattr(row, name)) for name in names}
    subject = _whom(row)
    row.delete()
    _unreview(test)
    _stamp(test, by)
    _keep(Kind.RANGE_REMOVED, test, before, {}, reason, office, by, subject=subject)


@transaction.atomic
def review_test(test: Test, *, name: str, on: date, seen: int, reason: str, office, by) -> Test:
    """Write down that a clinician looked at this test and all its ranges. Raises LabError for a day to come."""
    _check_reason(reason)
    if on > timezone.localdate():
        raise LabError(_("The review cannot be in the future."), field="on")
    if not name.strip():
        raise LabError(_("Who reviewed it?"), field="name")
    test = _locked(test.code, seen)
    before = {"reviewed_by_name": test.reviewed_by_name} if test.is_reviewed else {}
    test.is_reviewed, test.reviewed_by_name, test.reviewed_on = True, name.strip()[:120], on
    test.ranges.update(is_reviewed=True)
    DeltaLimit.objects.filter(test=test).update(is_reviewed=True)
    _stamp(test, by)
    after = {"reviewed_by_name": test.reviewed_by_name, "reviewed_on": on.isoformat()}
    _keep(Kind.REVIEW, test, before, after, reason, office, by)
    return test


@transaction.atomic
def save_panel(code: str, values: dict, tests: list[Test], *, seen: int | None, reason: str, office, by) -> Panel:
    """Change a panel and its tests, in this order; or make it where `seen` is None. Orders made before stay."""
    _check_reason(reason)
    if not tests:
        raise LabError(_("A panel needs at least one test."), field="tests")
    panel = Panel.objects.select_for_update().filter(code=code).first()
    if seen is None and panel:
        raise LabError(_("This code is in use already."), field="code")
    if panel and panel.version != seen:
        raise ValuesChanged(_("Somebody changed this panel meanwhile. Look again."))
    panel = panel or Panel(code=code)
    held = list(panel.paneltest_set.order_by("position").values_list("test__code", flat=True)) if panel.pk else []
    before, after = difference(panel, values)
    wanted = [test.code for test in tests]
    if held != wanted:
        before["tests"], after["tests"] = " ".join(held), " ".join(wanted)
    if not after:
        return panel
    _set(panel, values)
    _stamp(panel, by)
    panel.paneltest_set.all().delete()
    PanelTest.objects.bulk_create(PanelTest(panel=panel, test=test, position=at) for at, test in enumerate(tests))
    _write(CatalogueChange(kind=Kind.PANEL, panel=panel, before=before, after=after), reason, by)
    audit.record("lab.catalogue_changed", by=by, centre=office, target=panel, code=panel.code, what="panel")
    return panel


@transaction.atomic
def save_delta(test: Test, values: dict | None, *, seen: int, reason: str, office, by) -> DeltaLimit | None:
    """Set how far `test` may move from the value before: percent, within_days, source. None takes the limit away.

    Raises LabError without a reason or source, for a test that is no number, and for limits that cannot be.
    """
    _check_reason(reason)
    test = _locked(test.code, seen)
    row = DeltaLimit.objects.filter(test=test).first()
    if test.result_type != Test.ResultType.NUMERIC:
        raise LabError(_("Only numbers are compared with the value before."))
    before = {name: _text(getattr(row, name)) for name in DELTA_FIELDS} if row else {}
    if values is not None:
        _check_delta(values)
    after = {name: _text(values[name]) for name in DELTA_FIELDS} if values else {}
    if before == after:
        return row
    if values is None:
        row.delete()
        row = None
    else:
        row, _made = DeltaLimit.objects.update_or_create(test=test, defaults={**values, "is_reviewed": False})
    _stamp(test, by)
    _keep(Kind.DELTA, test, before, after, reason, office, by)
    return row


def _check_delta(values: dict) -> None:
    if not 1 <= values["percent"] <= MOST_PERCENT:
        raise LabError(_("From 1 to %(most)d percent.") % {"most": MOST_PERCENT}, field="percent")
    if not 1 <= values["within_days"] <= MOST_DAYS:
        raise LabError(_("From 1 to %(most)d days.") % {"most": MOST_DAYS}, field="within_days")
    if not values["source"].strip():
        raise LabError(_("Say where these numbers come from."), field="source")


def _locked(code: str, seen: int) -> Test:
    test = Test.objects.select_for_update().get(code=code)
    if test.version != seen:
        raise ValuesChanged(_("Somebody changed this test meanwhile. Look again."))
    return test


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise LabError(_("Say in a few words why this changes."), field="reason")


def _check_range(test: Test, row: ReferenceRange) -> None:
    if not row.source.strip():
        raise LabError(_("Say where these numbers come from."), field="source")
    limits = [row.critical_low, row.low, row.high, row.critical_high]
    known = [limit for limit in limits if limit is not None]
    if not known:
        raise LabError(_("Give at least one limit."), field="low")
    if known != sorted(known):
        raise LabError(_("From small to large: critically low, low, high, critically high."), field="low")
    too_small = test.possible_low is not None and known[0] < test.possible_low
    if too_small or (test.possible_high is not None and known[-1] > test.possible_high):
        raise LabError(_("A limit lies outside what is possible for this test."), field="low")
    if row.pregnancy and row.sex == ReferenceRange.Sex.MALE:
        raise LabError(_("A range for pregnancy cannot be for men."), field="pregnancy")
    others = ranges.overlapping(row, test.ranges.exclude(pk=row.pk))
    if others:
        raise LabError(
            _("Another range speaks of the same people from day %(first)d to day %(last)d.")
            % {"first": others[0].age_min_days, "last": others[0].age_max_days},
            field="age_min_days",
        )


def difference(row, values: dict) -> tuple[dict, dict]:
    """What stands there and what is to stand there, of what differs, as text. Nothing stands in a new row."""
    changed = [name for name, value in values.items() if _text(getattr(row, name)) != _text(value)]
    return (
        {name: _text(getattr(row, name)) for name in changed if row.pk},
        {name: _text(values[name]) for name in changed},
    )


def _text(value) -> str:
    """As kept in the history and shown there."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return "; ".join(one if isinstance(one, str) else component_text(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _set(row, values: dict) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _unreview(test: Test) -> None:
    test.is_reviewed, test.reviewed_by_name, test.reviewed_on = False, "", None


def _stamp(row, by) -> None:
    if row.pk:
        row.version += 1
    row.edited_at, row.edited_by = timezone.now(), by
    row.save()


def _whom(row: ReferenceRange) -> str:
    """As `whom` in the templates reads it, and the analyser behind it."""
    people = f"{row.sex}{'+' if row.pregnancy else ''} {row.age_min_days}-{row.age_max_days}"
    return f"{people} {row.analyser}".strip()[:60]


def _keep(kind, test, before, after, reason, office, by, *, subject="") -> None:
    _write(CatalogueChange(kind=kind, test=test, subject=subject, before=before, after=after), reason, by)
    audit.record("lab.catalogue_changed", by=by, centre=office, target=test, code=test.code, what=str(kind))


def _write(change: CatalogueChange, reason: str, by) -> None:
    change.reason, change.changed_at, change.changed_by = reason.strip()[:200], timezone.now(), by
    change.save()
