"""The day until which a lot may be used, as it stands on the box."""

import calendar
import re
from datetime import date

from django import forms
from django.utils.translation import gettext as _

from hms.lib.text import clean, latin_digits

_WRITTEN = re.compile(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4}|\d{2})")


class ExpiryField(forms.CharField):
    """11/2027 (the last day of the month), 30/11/2027 or 30-11-27."""

    def to_python(self, value):
        typed = latin_digits(clean(super().to_python(value) or ""))
        if not typed:
            return None
        found = _WRITTEN.fullmatch(typed)
        try:
            return _day(*found.groups())
        except (AttributeError, ValueError) as error:
            raise forms.ValidationError(_("Write the expiry as on the label: 11/2027.")) from error


def _day(day: str | None, month: str, year: str) -> date:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    last = calendar.monthrange(whole, int(month))[1]
    return date(whole, int(month), int(day) if day else last)
