"""The grid: one box for each test whose sample is here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from labs import values
from labs.errors import NotPossible
from labs.forms.dressed import dress
from labs.forms.values import plain, value_field
from labs.selectors import GridRow
from labs.services import Entry

PREGNANT = {"": None, "yes": True, "no": False}


class ResultsForm(LayoutMixin, forms.Form):
    """`rows` are the visit's grid rows; `asks_pregnancy` adds the question that chooses the range."""

    def __init__(self, *args, rows: list[GridRow], asks_pregnancy: bool = False, **kwargs):
        self.rows = rows
        super().__init__(*args, **kwargs)
        for row in self.open_rows:
            code = row.order.code
            self.fields[f"value-{code}"] = value_field(row.test, row.test.name)
            self.fields[f"seen-{code}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.initial.setdefault(f"value-{code}", row.shown)
            self.initial[f"seen-{code}"] = row.current.version if row.current else 0
        if asks_pregnancy:
            self.fields["pregnant"] = forms.ChoiceField(
                label=_("Pregnant?"),
                choices=[("", _("not asked")), ("no", _("no")), ("yes", _("yes"))],
                required=False,
            )
            self.initial.setdefault("pregnant", self.pregnancy_now())
        dress(self)

    @property
    def open_rows(self) -> list[GridRow]:
        return [row for row in self.rows if row.may_enter]

    def lines(self):
        """Each row with its box, its hidden version and, where a colleague was faster, the colleague's value."""
        for row in self.rows:
            code = row.order.code
            if f"value-{code}" not in self.fields:
                yield {"row": row}
                continue
            yield {
                "row": row,
                "box": self[f"value-{code}"],
                "seen_name": f"seen-{code}",
                "seen": row.current.version if row.current else 0,
                "is_conflict": self.is_conflict(row),
            }

    def is_conflict(self, row: GridRow) -> bool:
        """Typed over another version than the one that stands now, and not the same."""
        if not self.is_bound or row.current is None:
            return False
        typed = self.typed(row)
        seen = self.data.get(f"seen-{row.order.code}") or "0"
        return bool(typed) and seen != str(row.current.version) and typed != row.shown

    def typed(self, row: GridRow) -> str:
        """What stands in the row's box as it was sent."""
        box = self[f"value-{row.order.code}"]
        return plain(box.field, box.data)

    def clean(self):
        for row in self.open_rows:
            name = f"value-{row.order.code}"
            typed = self.cleaned_data.get(name)
            if not typed or self.is_untouched(row):
                continue
            try:
                values.read(row.test, typed)
            except NotPossible as error:
                self.add_error(name, str(error))

    def entries(self) -> list[Entry]:
        """What to write down: everything typed, with the version that stood beside it."""
        return [
            Entry(
                row.order.code,
                self.cleaned_data.get(f"value-{row.order.code}") or "",
                self.cleaned_data.get(f"seen-{row.order.code}") or 0,
            )
            for row in self.open_rows
            if not self.is_untouched(row)
        ]

    def is_untouched(self, row: GridRow) -> bool:
        """Stands as it was shown; a worked-out result may say in words why there is no number."""
        typed = (self.cleaned_data.get(f"value-{row.order.code}") or "").strip()
        return row.current is not None and typed == row.shown.strip()

    @property
    def pregnancy(self) -> bool | None:
        return PREGNANT[self.cleaned_data.get("pregnant", "")]

    def pregnancy_now(self) -> str:
        answers = {row.order.is_pregnant for row in self.open_rows}
        if True in answers:
            return "yes"
        return "no" if answers == {False} else ""
