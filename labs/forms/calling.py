"""Who was told of a critical value."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hms.lib.dates import INDIA, format_time
from hms.lib.forms import LayoutMixin
from hms.lib.text import latin_digits
from labs.services import Call


def moment_today(clock: time) -> datetime:
    return datetime.combine(timezone.localdate(), clock, INDIA)


class ClockField(forms.TimeField):
    """A time of day as 14:05, 14.05 or 1405; today's."""

    default_error_messages = {"invalid": _("Write the time as 14:05.")}

    def to_python(self, value):
        if isinstance(value, str):
            digits = latin_digits(value).replace(".", ":").strip()
            value = f"{digits[:2]}:{digits[2:]}" if digits.isdigit() and len(digits) == 4 else digits
        return super().to_python(value)


class CallForm(LayoutMixin, forms.Form):
    told_to = forms.CharField(label=_("Who was told?"), max_length=80, help_text=_("Name and post, such as Dr Mishra"))
    told_at = ClockField(label=_("When (today)"))
    read_back = forms.BooleanField(label=_("They read the value back"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("told_at", format_time(timezone.now()))

    def call(self) -> Call:
        typed = self.cleaned_data
        return Call(typed["told_to"], moment_today(typed["told_at"]), typed["read_back"], typed["note"])
