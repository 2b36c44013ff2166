"""Opening the record of somebody who is registered at another centre."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from hms.lib.text import latin_digits
from registration.forms.fields import Line


class KnownFactsForm(LayoutMixin, forms.Form):
    """Two facts that the person in front of the counter can say."""

    layout = Layout(Row(Column("number", css_class="col-sm-8"), Column("year", css_class="col-sm-4")))
    number = Line(limit=40, label=_("UHID, mobile or Aadhaar number"))
    year = Line(limit=10, label=_("Year of birth"))

    def __init__(self, *args, knows_number: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("number", "year"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        if knows_number:
            del self.fields["number"]
            self.layout = Layout(Row(Column("year", css_class="col-sm-4")))

    def clean_year(self) -> int:
        year = latin_digits(self.cleaned_data["year"])
        if not (year.isdecimal() and len(year) == 4):
            raise ValidationError(_("Write the year with four digits, like 1986."))
        return int(year)


class BreakGlassForm(LayoutMixin, forms.Form):
    reason = Line(limit=200, label=_("Why must you open this record?"))
