"""Fields that several forms here share."""

import re
from datetime import date, datetime

from django import forms
from django.utils.translation import gettext as _

from hms.lib.dates import format_day
from hms.lib.text import latin_digits


class PincodeField(forms.CharField):
    """Six digits as the post office gives them; spaces and Devanagari digits are put right."""

    def to_python(self, value):
        value = latin_digits(super().to_python(value)).replace(" ", "")
        if value and not re.fullmatch(r"[1-9]\d{5}", value):
            raise forms.ValidationError(_("A PIN code has six digits and does not start with 0."))
        return value


class CapitalsField(forms.CharField):
    """A code in capitals; small letters are put right, anything else than `pattern` refused with `refusal`."""

    def __init__(self, *, pattern: str, refusal, **kwargs):
        super().__init__(**kwargs)
        self.pattern, self.refusal = re.compile(pattern), refusal

    def to_python(self, value):
        value = latin_digits(super().to_python(value)).upper()
        if value and not self.pattern.fullmatch(value):
            raise forms.ValidationError(str(self.refusal))
        return value


class OfficePhoneField(forms.CharField):
    """A mobile or a landline with its area code; kept as typed, but for the digits."""

    def to_python(self, value):
        value = latin_digits(super().to_python(value))
        digits = re.sub(r"[ ()/-]", "", value)
        if value and not re.fullmatch(r"\+?\d{6,13}", digits):
            raise forms.ValidationError(_("Write the number in digits, with the area code: 0612-2219810."))
        if len(value) > 15:
            value = digits
        return value


class TimeField(forms.TimeField):
    """`8`, `8:30`, `0830` or `08.30` as a time of day."""

    def to_python(self, value):
        text = latin_digits(str(value or "")).strip().replace(".", ":")
        if re.fullmatch(r"\d{3,4}", text):
            text = f"{text[:-2]}:{text[-2:]}"
        elif re.fullmatch(r"\d{1,2}", text):
            text = f"{text}:00"
        return super().to_python(text)


class DayField(forms.CharField):
    """A day as `14-07-2026`, `14/7/2026`, `14-Jul-2026` or `2026-07-14`; shown again as 14-Jul-2026."""

    FORMATS = ("%d-%m-%Y", "%d-%b-%Y", "%Y-%m-%d")

    def prepare_value(self, value):
        return format_day(value) if isinstance(value, date) else value

    def to_python(self, value):
        if value is None or isinstance(value, date):
            return value
        text = re.sub(r"[\s./-]+", "-", latin_digits(super().to_python(value)))
        if not text:
            return None
        for shape in self.FORMATS:
            try:
                return datetime.strptime(text, shape).date()
            except ValueError:
                continue
        raise forms.ValidationError(_("Write a day such as 14-07-2026."))
