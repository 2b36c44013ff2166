"""What each row of the file would do, and what is wrong with it."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centres.forms.centre import CentreForm
from centres.imports.reading import COLUMNS, lines
from centres.models import Centre

MAX_CELL = 500
YES_NO = ("two_person_release", "is_placeholder", "is_reviewed", "is_active")
NOT_IN_FILE = ("critical_minutes",)  # kept as it is; a new centre gets the usual


@dataclass
class Row:
    """One line of the file beside what it would do. `errors` are sentences by column; "" is the row as a whole."""

    line: int
    cells: dict[str, str]
    centre: Centre | None
    errors: dict[str, list[str]] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # column, before, after
    values: dict = field(default_factory=dict)

    @property
    def status(self) -> str:
        if self.errors:
            return "wrong"
        if self.centre is None:
            return "new"
        return "changed" if self.changes else "unchanged"


def preview(text: str) -> list[Row]:
    """Every row and what it would do (2 queries, however many rows). Raises NotReadable."""
    known = {centre.code: centre for centre in Centre.objects.all()}
    rows = [_row(number, cells, known) for number, cells in lines(text)]
    _refuse_twice(rows)
    _refuse_printed(rows)
    return rows


def _row(line: int, cells: dict, known: dict[str, Centre]) -> Row:
    code = cells["code"].upper()
    row = Row(line, cells, known.get(code))
    if any(len(value) > MAX_CELL for value in cells.values()):
        row.errors[""] = [_("A cell of this row is too long.")]
        return row
    form = _form(row.centre, cells, known)
    row.errors = {("" if name == "__all__" else name): list(errors) for name, errors in form.errors.items()}
    if not row.errors:
        row.values = {name: value for name, value in form.values.items() if name not in YES_NO or row.centre is None}
        if row.centre is not None:
            row.changes = [
                (form[name].label, _text(getattr(row.centre, name)), _text(value))
                for name, value in row.values.items()
                if name in cells and cells[name] and getattr(row.centre, name) != value
            ]
    return row


class RowForm(CentreForm):
    """The rules of the page; that codes are free is looked up once for the whole file."""

    def __init__(self, *args, taken: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = taken

    def validate_unique(self):
        pass

    def clean_short_code(self):
        short_code = self.cleaned_data["short_code"]
        if self.taken.get(short_code, self.instance.code) != self.instance.code:
            raise ValidationError(_("Another centre has this short code."))
        return short_code


def _form(centre: Centre | None, cells: dict, known) -> RowForm:
    instance = Centre(**_as_is(centre)) if centre else Centre()
    start = Centre() if centre is None else centre
    data = {name: _text(getattr(start, name)) for name in (*COLUMNS, *YES_NO, *NOT_IN_FILE)}
    data |= {name: value for name, value in cells.items() if value}
    data |= {name: getattr(start, name) for name in YES_NO}
    taken = {other.short_code: other.code for other in known.values()}
    return RowForm(data, instance=instance, taken=taken)


def _as_is(centre: Centre) -> dict:
    return {one.attname: getattr(centre, one.attname) for one in centre._meta.concrete_fields}


def _text(value) -> str:
    return "" if value is None else str(value)


def _refuse_twice(rows: list[Row]) -> None:
    for name, sentence in (
        ("code", _("This code stands in the file more than once.")),
        ("short_code", _("This short code stands in the file more than once.")),
    ):
        seen = Counter(row.cells.get(name, "").upper() for row in rows)
        for row in rows:
            if row.cells.get(name) and seen[row.cells[name].upper()] > 1:
                row.errors.setdefault(name, []).append(sentence)


def _refuse_printed(rows: list[Row]) -> None:
    """A short code that stands on slips stays (1 query, none when no short code would change)."""
    moved = {
        row.centre.pk: row
        for row in rows
        if row.centre and row.values and row.values["short_code"] != row.centre.short_code
    }
    if moved:
        for pk in Centre.objects.filter(pk__in=moved, visits__isnull=False).values_list("pk", flat=True).distinct():
            sentence = _("This short code stands on printed slips, so it can no longer change.")
            moved[pk].errors["short_code"] = [sentence]
