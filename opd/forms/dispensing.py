"""One line for each prescribed medicine: what happens to it, how many, and why where that has to be said."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin
from opd.models import Dispensing, StockBatch
from opd.selectors.dispensing import ItemRow
from opd.services import Line

Outcome = Dispensing.Outcome
MISSING, UNWANTED, GIVEN = "missing", "unwanted", "given"


class DispenseForm(LayoutMixin, forms.Form):
    """`rows` are the visit's lines. A line without a choice stays as it is."""

    def __init__(self, *args, rows: list[ItemRow], **kwargs):
        self.rows = rows
        super().__init__(*args, **kwargs)
        for row in rows:
            self._add(row)

    def _add(self, row: ItemRow) -> None:
        key = row.item.pk
        name = f"{row.item.name_en} {row.item.strength}".strip()
        self.fields[f"do-{key}"] = forms.ChoiceField(
            label=_("What is given for %(medicine)s") % {"medicine": name}, choices=choices(row), required=False
        )
        self.fields[f"quantity-{key}"] = forms.IntegerField(
            label=_("How many of %(medicine)s") % {"medicine": name},
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control num"}),
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=_("Why, for %(medicine)s") % {"medicine": name},
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        self.fields[f"seen-{key}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.fields[f"do-{key}"].widget.attrs["class"] = "form-select"
        self.initial.setdefault(f"do-{key}", likely(row))
        self.initial.setdefault(f"quantity-{key}", likely_quantity(row))
        self.initial[f"seen-{key}"] = row.handed_out

    def lines(self):
        for row in self.rows:
            key = row.item.pk
            yield {
                "row": row,
                "do": self[f"do-{key}"],
                "quantity": self[f"quantity-{key}"],
                "reason": self[f"reason-{key}"],
                "seen_name": f"seen-{key}",
            }

    def clean(self):
        for row in self.rows:
            key = row.item.pk
            if not self._is_handing(key) or f"quantity-{key}" in self.errors:
                continue
            if not self.cleaned_data.get(f"quantity-{key}"):
                self.add_error(f"quantity-{key}", _("How many are given?"))

    def _is_handing(self, key: int) -> bool:
        return self.cleaned_data.get(f"do-{key}") not in {None, "", MISSING, UNWANTED}

    def chosen(self) -> list[Line]:
        return [self._line(row) for row in self.rows if self.cleaned_data.get(f"do-{row.item.pk}")]

    def _line(self, row: ItemRow) -> Line:
        key, typed = row.item.pk, self.cleaned_data
        done = typed[f"do-{key}"]
        facts = {"item": key, "reason": typed.get(f"reason-{key}") or "", "seen": typed.get(f"seen-{key}") or 0}
        if done in {MISSING, UNWANTED}:
            return Line(outcome=Outcome.NOT_AVAILABLE if done == MISSING else Outcome.NOT_WANTED, **facts)
        facts["quantity"] = typed[f"quantity-{key}"]
        if done == GIVEN:
            return Line(outcome=Outcome.GIVEN, **facts)
        batch = next(one for one in [*row.batches, *row.others] if done == f"batch-{one.pk}")
        if batch in row.batches:
            return Line(outcome=Outcome.GIVEN, batch=batch.pk, **facts)
        return Line(outcome=Outcome.SUBSTITUTED, batch=batch.pk, medicine=batch.medicine.code, **facts)


def choices(row: ItemRow) -> list:
    """What can be done with a line, the most usual first; other medicines stand under a heading of their own."""
    own = [(f"batch-{batch.pk}", _batch(batch)) for batch in row.batches]
    if not row.is_stock_kept:
        own.append((GIVEN, _("give, without stock book")))
    others = [(f"batch-{one.pk}", f"{one.medicine.name} {one.medicine.strength} · {_batch(one)}") for one in row.others]
    rest = [(MISSING, _("not available here")), (UNWANTED, _("patient does not want it"))]
    found = [("", _("not now")), *own, *rest]
    return [*found, (_("instead of it"), others)] if others else found


def _batch(batch: StockBatch) -> str:
    return _("%(batch)s · until %(until)s · %(left)d there") % {
        "batch": batch.batch,
        "until": f"{batch.expires_on:%m/%Y}",
        "left": batch.quantity,
    }


def likely(row: ItemRow) -> str:
    """What one would choose nine times of ten."""
    if row.is_closed or row.is_missing_here:
        return ""
    if row.batches:
        return f"batch-{row.batches[0].pk}"
    return MISSING if row.is_stock_kept else GIVEN


def likely_quantity(row: ItemRow) -> int | None:
    if row.left is None or row.is_closed:
        return 1 if row.left is None and row.state == "open" else None
    return min(row.left, row.batches[0].quantity) if row.batches else row.left


class TakeBackForm(LayoutMixin, forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why is it taken back"), max_length=120)
