"""What comes on the shelf, leaves it, or is counted anew."""

import calendar
import re
from datetime import date

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin
from hms.lib.text import clean, latin_digits
from opd.models import Medicine
from opd.prescribing import parse_line
from opd.selectors import search
from opd.selectors.search import Wanted

_MONTH = re.compile(r"(?:(\d{1,2})[/ .-])?(\d{1,2})[/ .-](\d{2}|\d{4})")


class ExpiryField(forms.CharField):
    """11/2027 as printed on strips (its last day), or a whole date; gives a date."""

    def to_python(self, value):
        text = latin_digits(clean(value or ""))
        if not text:
            return None
        found = _MONTH.fullmatch(text)
        try:
            return _last_day(*found.groups()) if found else _refuse()
        except ValueError:
            return _refuse()


def _last_day(day: str | None, month: str, year: str) -> date:
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    last = calendar.monthrange(full_year, int(month))[1]
    return date(full_year, int(month), int(day) if day else last)


def _refuse():
    raise forms.ValidationError(_("Write the expiry as on the strip: 11/2027."))


def quantity(label):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "digits"})
    return forms.IntegerField(label=label, widget=widget)


class ReceiveForm(LayoutMixin, forms.Form):
    """The medicine is typed as a doctor types it; where several fit, their list comes back as choices."""

    layout = Layout(
        "medicine", "chosen",
        Row(Column("batch", css_class="col-md-4"), Column("expires", css_class="col-md-4"),
            Column("quantity", css_class="col-md-4")),
        "source",
    )  # fmt: skip
    medicine = forms.CharField(
        label=gettext_lazy("Medicine"),
        max_length=100,
        help_text=gettext_lazy("name and strength: amox 500 cap"),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    chosen = forms.ChoiceField(label=gettext_lazy("Which one of these"), required=False, widget=forms.RadioSelect)
    batch = forms.CharField(label=gettext_lazy("Batch"), max_length=30)
    expires = ExpiryField(label=gettext_lazy("Expiry"), help_text="11/2027")
    quantity = quantity(gettext_lazy("How many"))
    source = forms.CharField(
        label=gettext_lazy("From, with challan number"),
        max_length=120,
        help_text=gettext_lazy("BMSICL, local purchase"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = self._candidates() if self.is_bound else []
        self.fields["chosen"].choices = [(row.code, f"{row.name} · {row.presentation}") for row in self.found]
        if len(self.found) < 2:
            self.fields["chosen"].widget = forms.HiddenInput()

    def _candidates(self) -> list[Medicine]:
        line = parse_line(clean(self.data.get("medicine", "")))
        return search.medicines(Wanted(line.name, line.strength, frozenset(filter(None, [line.form]))), limit=12)

    def clean(self):
        typed = self.cleaned_data
        if not typed.get("medicine"):
            return
        if not self.found:
            self.add_error("medicine", _("“%(name)s” is not in the list of medicines.") % {"name": typed["medicine"]})
        elif len(self.found) > 1 and not typed.get("chosen"):
            self.add_error("chosen", _("Several fit: choose one."))

    @property
    def row(self) -> Medicine:
        chosen = self.cleaned_data.get("chosen")
        return next(row for row in self.found if not chosen or row.code == chosen)


class CountForm(LayoutMixin, forms.Form):
    layout = Layout("seen", Row(Column("counted", css_class="col-sm-4"), Column("reason", css_class="col-sm-8")))
    seen = forms.IntegerField(widget=forms.HiddenInput)
    counted = quantity(gettext_lazy("Really there"))
    reason = forms.CharField(label=gettext_lazy("Why it differs"), max_length=120)


class IssueForm(LayoutMixin, forms.Form):
    layout = Layout(Row(Column("quantity", css_class="col-sm-4"), Column("to", css_class="col-sm-8")))
    quantity = quantity(gettext_lazy("How many go out"))
    to = forms.CharField(label=gettext_lazy("To whom"), max_length=120)
