"""Boxes that understand what people here say: ages, phones, PIN codes, names in either script."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hms.lib import dates, ids
from hms.lib.text import latin_digits
from registration.priority import ASKED


class Line(forms.CharField):
    """One line with a limit that is said in words. The limit counts what the column counts."""

    def __init__(self, *, limit: int, **kwargs):
        self.limit = limit
        super().__init__(**kwargs)
        self.validators.append(self.check_length)

    def check_length(self, value):
        if len(value) > self.limit:
            raise ValidationError(
                ngettext(
                    "Too long by %(over)d letter: at most %(limit)d fit.",
                    "Too long by %(over)d letters: at most %(limit)d fit.",
                    len(value) - self.limit,
                )
                % {"over": len(value) - self.limit, "limit": self.limit}
            )


class NameField(Line):
    """A name in either script: any sign is allowed, but some of it is letters."""

    def __init__(self, **kwargs):
        super().__init__(limit=100, **kwargs)

    def check_length(self, value):
        super().check_length(value)
        if not any(letter.isalpha() for letter in value):
            raise ValidationError(_("A name has letters. Write it in Hindi or English."))


class BirthField(forms.CharField):
    """A date, a year or an age; cleans to dates.Birth."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return dates.parse_birth(text, timezone.localdate())
        except dates.InvalidDate as error:
            raise ValidationError(str(error)) from None

    @staticmethod
    def meaning(text: str) -> str:
        """What the box understood, as "46 y, 23-Nov-1980, estimated"; "" while it cannot be read."""
        try:
            birth = dates.parse_birth(text, timezone.localdate())
        except dates.InvalidDate:
            return ""
        age = dates.age_on(birth.date, timezone.localdate()).label
        words = _("%(age)s · born about %(day)s") if birth.is_estimated else _("%(age)s · born %(day)s")
        return words % {"age": age, "day": dates.format_day(birth.date)}


class PhoneField(forms.CharField):
    """Ten digits, or "" where nothing was typed."""

    def clean(self, value):
        text = super().clean(value)
        return _parsed(ids.parse_phone, text) if text else ""


class PincodeField(forms.CharField):
    def clean(self, value):
        digits = re.sub(r"[\s-]", "", latin_digits(super().clean(value) or ""))
        if digits and not re.fullmatch(r"[1-9][0-9]{5}", digits):
            raise ValidationError(_("A PIN code has 6 digits and does not begin with 0, like 800001."))
        return digits


class PriorityField(forms.ChoiceField):
    """Why somebody is called before their token; numbered, so that one key chooses. The age is known anyway."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Call first: why"), choices=_numbered, required=False, **kwargs)
        self.hide_optional = True


def _numbered():
    return [("", "—"), *((why.value, f"{number} {why.label}") for number, why in enumerate(ASKED, 1))]


def read_stopwatch(reading) -> dict:
    """What services take of a stopwatch.Reading."""
    return {
        "seconds_at_counter": reading.seconds,
        "counter_entry": reading.entry,
        "workstation_id": reading.workstation_id,
    }


def _parsed(parse, text: str) -> str:
    try:
        return parse(text)
    except ids.InvalidId as error:
        raise ValidationError(str(error)) from None


def parse_aadhaar(text: str) -> str:
    """The twelve digits. Raises ValidationError in words fit to show."""
    return _parsed(ids.parse_aadhaar, text)
