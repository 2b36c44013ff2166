"""The catalogue as two CSV files: written out, looked through line by line, and taken back in.

Each line is read by the form of the screen, so a file can do nothing that the screen refuses; what it changes goes
through the same services, with the same history. A file taken twice changes nothing the second time. Lines that a
file does not have stay as they are: nothing is deleted by leaving it out.
"""

import csv
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hms.lib.text import clean
from labs.errors import LabError
from labs.forms.catalogue import RangeForm, TestForm
from labs.models import ReferenceRange, Test
from labs.services.cataloguing import difference

LARGEST = 1_000_000  # bytes
MOST_LINES = 2000
TESTS, RANGES = "tests", "ranges"
LEFT_OUT = {"seen", "reason"}
RANGE_KEY = ("sex", "pregnancy", "age_min_days", "age_max_days", "analyser")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out


@dataclass
class Row:
    """One line: what it would do. `changes` are (field, before, after) as the history will say them."""

    line: int
    code: str
    who: str = ""
    test: Test | None = None
    values: dict = field(default_factory=dict)
    pk: int | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_new: bool = False

    @property
    def is_same(self) -> bool:
        return not self.problems and not self.changes

    @property
    def does_something(self) -> bool:
        return not self.problems and bool(self.changes)


def columns(kind: str) -> list[str]:
    if kind == TESTS:
        return [name for name in TestForm.base_fields if name not in LEFT_OUT]
    return ["test", *(name for name in RangeForm.base_fields if name not in LEFT_OUT)]


def write(kind: str) -> str:
    """Every test, or every range, as CSV (1 query)."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(columns(kind))
    sheet.writerows(_test_lines() if kind == TESTS else _range_lines())
    return out.getvalue()


def _test_lines():
    for test in Test.objects.order_by("position", "code"):
        shown = TestForm(test=test).initial
        yield [_cell(shown.get(name)) for name in columns(TESTS)]


def _range_lines():
    rows = ReferenceRange.objects.select_related("test").order_by("test__position", "sex", "pregnancy", "age_min_days")
    for row in rows:
        shown = RangeForm(row=row).initial
        yield [row.test.code, *(_cell(shown.get(name)) for name in columns(RANGES)[1:])]


def _cell(value) -> str:
    text = "" if value is None else str(value)
    if isinstance(value, bool):
        text = "yes" if value else "no"
    return f"'{text}" if text.startswith(DANGEROUS) else text


def read(content: bytes) -> tuple[str, list[tuple[int, dict[str, str]]]]:
    """Which of the two files this is, and its lines by column. Raises LabError for a file that is neither."""
    if len(content) > LARGEST:
        raise LabError(_("This file is too large: at most 1 MB."), field="file")
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        rows = [(number, row) for number, row in enumerate(reader, 2) if any(row.values())]
    except (UnicodeDecodeError, csv.Error) as error:
        raise LabError(_("This is not a text file. Save it as CSV."), field="file") from error
    names = set(reader.fieldnames or [])
    kind = next((one for one in (TESTS, RANGES) if set(columns(one)) <= names), None)
    if kind is None:
        raise LabError(_("Columns are missing. Download the file, change it, and bring it back."), field="file")
    if not rows or len(rows) > MOST_LINES:
        raise LabError(_("A file has 1 to %(most)d lines.") % {"most": MOST_LINES}, field="file")
    return kind, [(number, {name: _plain(row.get(name)) for name in columns(kind)}) for number, row in rows]


def _plain(cell: str | None) -> str:
    text = (cell or "").replace("\r\n", "\n").strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text


def plan(kind: str, rows) -> list[Row]:
    """What every line would do (2 queries, however many)."""
    tests = {test.code: test for test in Test.objects.prefetch_related("ranges")}
    seen: set[tuple] = set()
    planned = []
    for number, cells in rows:
        row = _test(number, cells, tests) if kind == TESTS else _range(number, cells, tests)
        key = (row.code, row.who)
        if key in seen:
            row.problems.append(_("This stands in the file twice."))
        seen.add(key)
        planned.append(row)
    return planned


def _test(number: int, cells: dict, tests: dict) -> Row:
    code = clean(cells["code"]).upper()
    row = Row(number, code, test=tests.get(code), is_new=code not in tests)
    form = TestForm(_posted(TestForm, cells), test=row.test, seen=row.test.version if row.test else None)
    return _judged(row, form, row.test or Test(code=code))


def _range(number: int, cells: dict, tests: dict) -> Row:
    row = Row(number, clean(cells["test"]).upper())
    row.test = tests.get(row.code)
    if row.test is None:
        row.problems.append(_("No test has this code."))
        return row
    form = RangeForm(_posted(RangeForm, cells), seen=row.test.version)
    if not form.is_valid():
        return _judged(row, form, ReferenceRange(test=row.test))
    key = tuple(form.cleaned_data[name] for name in RANGE_KEY)
    there = next((one for one in row.test.ranges.all() if tuple(getattr(one, name) for name in RANGE_KEY) == key), None)
    row.pk, row.is_new, row.who = (
        there and there.pk,
        there is None,
        f"{key[0]}{'+' if key[1] else ''} {key[2]}-{key[3]}",
    )
    row.who = f"{row.who} {key[4]}".strip()
    return _judged(row, form, there or ReferenceRange(test=row.test))


def _posted(form_class, cells: dict) -> dict:
    """As the screen would send it: a tick is there or not; why it changes is asked once for the file."""
    typed = {name: cells[name] for name in form_class.base_fields if name in cells}
    for name, one in form_class.base_fields.items():
        if one.__class__.__name__ == "BooleanField" and typed.get(name, "").lower() not in {"yes", "true", "1", "हाँ"}:
            typed.pop(name, None)
    return {**typed, "reason": _("file of the catalogue")}


def _judged(row: Row, form, stands) -> Row:
    if not form.is_valid():
        row.problems += [
            f"{form.fields[name].label}: {error}" if name in form.fields else error
            for name, errors in form.errors.items()
            for error in errors
        ]
        return row
    row.values = form.values
    before, after = difference(stands, row.values)
    row.changes = [(name, before.get(name, ""), value) for name, value in after.items()]
    return row
