"""Six boxes and a few more, typed as one reads them off the instruments."""

import re
from decimal import Decimal

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin, Segmented
from hms.lib.text import latin_digits
from opd.vital_ranges import fahrenheit, limits

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
_PRESSURE = re.compile(r"(\d{1,3}) ?[/\\ -] ?(\d{1,3})")
_CELSIUS = re.compile(r"([\d.]+) ?(?:°|deg)? ?c", re.IGNORECASE)
_PREGNANT = [("", gettext_lazy("Not asked")), ("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))]
BOXES = ("bp", "pulse", "temperature", "respiration", "spo2", "weight", "height", "glucose", "muac")


def box(label, unit: str, **attrs):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "digits", "data-next": "", **attrs})
    return forms.CharField(label=label, required=False, help_text=unit, widget=widget)


class VitalsForm(LayoutMixin, forms.Form):
    """`ranges` are the bands of the catalogue: outside the possible limits nothing is taken."""

    bp = box(gettext_lazy("BP"), "mmHg, 148/92", inputmode="text")
    pulse = box(gettext_lazy("Pulse"), "/min")
    temperature = box(gettext_lazy("Temperature"), gettext_lazy("°F; write 38c for Celsius"), inputmode="text")
    respiration = box(gettext_lazy("Breaths"), "/min")
    spo2 = box("SpO₂", "%")
    weight = box(gettext_lazy("Weight"), "kg")
    height = box(gettext_lazy("Height"), "cm")
    glucose = box(gettext_lazy("Sugar (RBS)"), "mg/dL")
    muac = box(gettext_lazy("Upper arm"), "cm")
    is_pregnant = forms.ChoiceField(
        label=gettext_lazy("Pregnant?"), choices=_PREGNANT, required=False, widget=Segmented
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False)

    def __init__(self, *args, ranges=(), asks_pregnancy=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.ranges = list(ranges)
        self.understood: dict[str, str] = {}
        if not asks_pregnancy:
            del self.fields["is_pregnant"]
        for field in self.fields.values():
            field.hide_optional = True
        more = [name for name in ("is_pregnant",) if name in self.fields]
        self.layout = Layout(
            Row(*(Column(name, css_class="col-6 col-md-4") for name in BOXES[:6])),
            Row(*(Column(name, css_class="col-6 col-md-4") for name in BOXES[6:])),
            Row(
                *(Column(name, css_class="col-12 col-md-5") for name in more), Column("note", css_class="col-12 col-md")
            ),
        )

    def clean_bp(self):
        typed = latin_digits(self.cleaned_data["bp"])
        if not typed:
            return None
        if not (match := _PRESSURE.fullmatch(typed)):
            raise ValidationError(_("Write both numbers with a stroke, like 148/92."))
        upper, lower = int(match[1]), int(match[2])
        self.possible("systolic", _("BP upper"), upper)
        self.possible("diastolic", _("BP lower"), lower)
        if lower >= upper:
            raise ValidationError(_("The upper number must be larger than the lower one."))
        return upper, lower

    def clean_temperature(self):
        typed = latin_digits(self.cleaned_data["temperature"])
        if match := _CELSIUS.fullmatch(typed):
            celsius = self.number("temperature", match[1])
            value = fahrenheit(celsius)
            self.understood["temperature"] = f"{celsius} °C = {value} °F"
        else:
            value = self.number("temperature", re.sub(r" ?°? ?f$", "", typed, flags=re.IGNORECASE))
            if value is not None and 30 <= value <= 45:
                raise ValidationError(_("%(value)s °F cannot be. For Celsius write %(value)sc.") % {"value": value})
        return self.possible("temperature", _("Temperature"), value)

    def number(self, name: str, typed: str) -> Decimal | None:
        typed = latin_digits(typed).replace(",", ".").strip()
        if not typed:
            return None
        if not _NUMBER.fullmatch(typed):
            raise ValidationError(_("Write a number, like %(example)s.") % {"example": EXAMPLES[name]})
        return Decimal(typed)

    def possible(self, parameter: str, label, value):
        bounds = limits(parameter, self.ranges)
        if value is not None and bounds and not bounds.low <= value <= bounds.high:
            raise ValidationError(
                _("%(what)s can be from %(low)s to %(high)s %(unit)s.")
                % {"what": label, "low": shown(bounds.low), "high": shown(bounds.high), "unit": bounds.unit}
            )
        return value

    def measured(self, name: str, *, whole: bool = True):
        value = self.number(name, self.cleaned_data[name])
        if whole and value is not None and value != int(value):
            raise ValidationError(_("Write a whole number."))
        self.possible(name, self.fields[name].label, value)
        return int(value) if whole and value is not None else value

    def clean_pulse(self):
        return self.measured("pulse")

    def clean_respiration(self):
        return self.measured("respiration")

    def clean_spo2(self):
        return self.measured("spo2")

    def clean_glucose(self):
        return self.measured("glucose")

    def clean_weight(self):
        return self.measured("weight", whole=False)

    def clean_height(self):
        return self.measured("height", whole=False)

    def clean_muac(self):
        return self.measured("muac", whole=False)

    def clean_note(self):
        note = self.cleaned_data["note"]
        if len(note) > 120:
            raise ValidationError(_("At most 120 letters."))
        return note

    def values(self) -> dict:
        """In the names and units of Vitals."""
        data = dict(self.cleaned_data)
        systolic, diastolic = data.pop("bp", None) or (None, None)
        pregnant = {"yes": True, "no": False}.get(data.pop("is_pregnant", ""))
        return {**data, "systolic": systolic, "diastolic": diastolic, "is_pregnant": pregnant}


EXAMPLES = {
    "temperature": "98.6", "pulse": "72", "respiration": "16", "spo2": "98", "weight": "61.5", "height": "152",
    "glucose": "110", "muac": "12.5",
}  # fmt: skip


def initial(vitals) -> dict:
    """The boxes as they stand, for a correction."""
    if vitals is None:
        return {}
    typed = {name: shown(getattr(vitals, name)) for name in BOXES if name != "bp" and getattr(vitals, name) is not None}
    if vitals.systolic is not None:
        typed["bp"] = f"{vitals.systolic}/{vitals.diastolic}"
    answer = {True: "yes", False: "no"}.get(vitals.is_pregnant, "")
    return {**typed, "is_pregnant": answer, "note": vitals.note}


def shown(value) -> str:
    return f"{Decimal(value).normalize():f}"
