"""What is typed about a test, its ranges and panels by those who keep the catalogue."""

import re

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin
from labs import components
from labs.errors import NotPossible
from labs.loinc import is_loinc
from labs.models import Panel, ReferenceRange, Test

CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")
DAYS = {"y": 365, "m": 30, "d": 1, "व": 365, "म": 30, "द": 1}
LIMITS = ("critical_low", "low", "high", "critical_high")


class AgeField(forms.CharField):
    """Completed days: 28, 28d, 6m (of 30 days) or 15y (of 365 days, as the files count)."""

    def to_python(self, value):
        typed = super().to_python(value).strip().lower()
        found = re.fullmatch(r"([0-9]{1,5})\s*([ymdवमद]?)\w*", typed)
        if not found:
            raise forms.ValidationError(_("Type days, or 6m, or 15y."))
        return int(found[1]) * DAYS[found[2] or "d"]


class ReasonMixin(forms.Form):
    """`reason` is asked last; `seen` is the version that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, seen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen
        self.fields["reason"] = forms.CharField(
            label=_("Why does it change?"), max_length=200, help_text=_("Stays in the history with your name.")
        )

    @property
    def values(self) -> dict:
        left_out = {"seen", "reason", "code", "choices", "tests", "parts"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


def limit(label, **kwargs) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=12, decimal_places=4, **kwargs)


class TestForm(LayoutMixin, ReasonMixin, forms.Form):
    __test__ = False

    code = forms.CharField(label=gettext_lazy("Code"), max_length=12)
    name_hi = forms.CharField(label=gettext_lazy("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    category = forms.CharField(label=gettext_lazy("Section"), max_length=40)
    specimen_hi = forms.CharField(label=gettext_lazy("Specimen in Hindi"), max_length=40, required=False)
    specimen = forms.CharField(label=gettext_lazy("Specimen in English"), max_length=40, required=False)
    container = forms.ChoiceField(label=gettext_lazy("Container"), choices=Test.Container.choices, required=False)
    method = forms.CharField(label=gettext_lazy("Method"), max_length=120, required=False)
    loinc = forms.CharField(label="LOINC", max_length=10, required=False)
    result_type = forms.ChoiceField(label=gettext_lazy("Kind of result"), choices=Test.ResultType.choices)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=24, required=False)
    decimals = forms.IntegerField(label=gettext_lazy("Digits after the point"), min_value=0, max_value=4, initial=1)
    possible_low = limit(gettext_lazy("Smallest possible"))
    possible_high = limit(gettext_lazy("Largest possible"))
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line: English | Hindi | A where it is not as usual. Of a titre: its dilutions in order."
        ),
    )
    reactive_from = forms.CharField(label=gettext_lazy("Reactive from"), max_length=12, required=False)
    parts = forms.CharField(
        label=gettext_lazy("Parts of the microscopy"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One a line: CODE | English | Hindi, then /HPF 0-5 for a count, or Nil = नहीं; Many = बहुत ! for a choice "
            "(! is not as usual), or nothing for words."
        ),
    )
    is_loinc_confirmed = forms.BooleanField(
        label=gettext_lazy("LOINC number seen beside its name at loinc.org"), required=False
    )
    meaning_high_hi = forms.CharField(label=gettext_lazy("What high means, in Hindi"), max_length=200, required=False)
    meaning_high_en = forms.CharField(label=gettext_lazy("What high means, in English"), max_length=200, required=False)
    meaning_low_hi = forms.CharField(label=gettext_lazy("What low means, in Hindi"), max_length=200, required=False)
    meaning_low_en = forms.CharField(label=gettext_lazy("What low means, in English"), max_length=200, required=False)
    is_sensitive = forms.BooleanField(label=gettext_lazy("Never shown on the phone"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("May be ordered"), required=False, initial=True)
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=9999, initial=900)
    source = forms.CharField(
        label=gettext_lazy("Source of the numbers"),
        max_length=200,
        help_text=gettext_lazy("Kit insert, guideline or book, with its year."),
    )

    layout = Layout(
        "seen",
        Row(Column("code", css_class="col-sm-3"), Column("category"), Column("position", css_class="col-sm-3")),
        Row(Column("name_hi"), Column("name_en")),
        Row(Column("specimen_hi"), Column("specimen"), Column("container")),
        Row(Column("method"), Column("loinc", css_class="col-sm-3")),
        "is_loinc_confirmed",
        Row(Column("result_type"), Column("unit"), Column("decimals")),
        Row(Column("possible_low"), Column("possible_high")),
        "choices",
        "reactive_from",
        "parts",
        Row(Column("meaning_high_hi"), Column("meaning_high_en")),
        Row(Column("meaning_low_hi"), Column("meaning_low_en")),
        "is_sensitive",
        "is_active",
        "source",
        "reason",
    )

    def __init__(self, *args, test: Test | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if test is not None:
            self.fields["code"].disabled = True
            names = (name for name in self.fields if hasattr(test, name))
            self.initial = {**{name: _tidy(getattr(test, name)) for name in names}, **self.initial}
            self.initial.setdefault("choices", written(test))
            self.initial.setdefault("parts", components.written(test))

    def clean_code(self):
        code = self.cleaned_data["code"].upper()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("One to twelve Latin capital letters and digits, a letter first."))
        return code

    def clean_loinc(self):
        code = self.cleaned_data["loinc"]
        if code and not is_loinc(code):
            raise forms.ValidationError(_("No LOINC number is spelled like this: its last digit does not fit."))
        return code

    def clean(self):
        typed = super().clean()
        kind, low, high = (typed.get(name) for name in ("result_type", "possible_low", "possible_high"))
        if low is not None and high is not None and low >= high:
            self.add_error("possible_high", _("The largest must be more than the smallest."))
        typed["choices_en"], typed["choices_hi"], typed["choices_flag"] = self._choices(typed.get("choices") or "")
        if kind == Test.ResultType.CODED and len(typed["choices_en"]) < 2:
            self.add_error("choices", _("Give at least two choices."))
        typed["components"] = self._components(typed.get("parts") or "")
        self._check_kind(kind, typed)
        if kind != Test.ResultType.NUMERIC and typed.get("unit"):
            self.add_error("unit", _("Only numbers have a unit."))
        return typed

    def _components(self, text: str) -> list[dict]:
        try:
            return components.parse(text)
        except NotPossible as error:
            self.add_error("parts", str(error))
            return []

    def _check_kind(self, kind: str, typed: dict) -> None:
        if kind == Test.ResultType.MICROSCOPY and not typed["components"] and "parts" not in self.errors:
            self.add_error("parts", _("Give at least one part."))
        if kind == Test.ResultType.TITRE and typed.get("reactive_from") not in typed["choices_en"]:
            self.add_error("reactive_from", _("One of the dilutions, such as 1:80."))
        if kind != Test.ResultType.TITRE and typed.get("reactive_from"):
            self.add_error("reactive_from", _("Only a titre has this."))

    def _choices(self, text: str) -> tuple[list, list, list]:
        english, hindi, flags = [], [], []
        for line in filter(None, map(str.strip, text.splitlines())):
            parts = [part.strip() for part in line.split("|")]
            if (
                len(parts) < 2
                or not all(parts[:2])
                or (len(parts) > 2 and parts[2] not in {"", "A", "N"})
                or len(parts) > 3
            ):
                self.add_error("choices", _("“%(line)s”: write English | Hindi | A.") % {"line": line[:60]})
                continue
            english.append(parts[0][:60])
            hindi.append(parts[1][:60])
            flags.append(parts[2] if len(parts) > 2 else "")
        return english, hindi, flags if any(flags) else []


class RangeForm(LayoutMixin, ReasonMixin, forms.Form):
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=ReferenceRange.Sex.choices, initial="A")
    pregnancy = forms.BooleanField(label=gettext_lazy("In pregnancy"), required=False)
    age_min_days = AgeField(label=gettext_lazy("From age"), initial="0")
    age_max_days = AgeField(
        label=gettext_lazy("Up to age"),
        initial="120y",
        help_text=gettext_lazy("Completed days, both included; 6m or 15y works too."),
    )
    analyser = forms.CharField(
        label=gettext_lazy("Only for this analyser"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Empty: for every method. Spelled as on the page “What we can do today”."),
    )
    critical_low = limit(gettext_lazy("Critical below"))
    low = limit(gettext_lazy("Normal from"))
    high = limit(gettext_lazy("Normal up to"))
    critical_high = limit(gettext_lazy("Critical above"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)
    source = forms.CharField(
        label=gettext_lazy("Source of the numbers"),
        max_length=200,
        help_text=gettext_lazy("Kit insert, guideline or book, with its year."),
    )
    layout = Layout(
        "seen",
        Row(Column("sex"), Column("age_min_days"), Column("age_max_days")),
        "pregnancy",
        Row(*(Column(name) for name in LIMITS)),
        "analyser",
        "note",
        "source",
        "reason",
    )

    def __init__(self, *args, row: ReferenceRange | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if row is not None:
            names = (name for name in self.fields if hasattr(row, name))
            self.initial = {**{name: _tidy(getattr(row, name)) for name in names}, **self.initial}

    def clean(self):
        typed = super().clean()
        first, last = typed.get("age_min_days"), typed.get("age_max_days")
        if first is not None and last is not None and first > last:
            self.add_error("age_max_days", _("The end cannot come before the start."))
        return typed


class ReviewForm(LayoutMixin, ReasonMixin, forms.Form):
    name = forms.CharField(label=gettext_lazy("Who reviewed it?"), max_length=120)
    on = forms.DateField(label=gettext_lazy("When"), input_formats=["%d-%b-%Y", "%d-%m-%Y", "%Y-%m-%d"])
    layout = Layout("seen", Row(Column("name"), Column("on")), "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", f"{timezone.localdate():%d-%b-%Y}")


class DeltaForm(LayoutMixin, ReasonMixin, forms.Form):
    """`row` is the test's own limit, or None; an empty percent takes it away."""

    percent = forms.IntegerField(
        label=gettext_lazy("Change in percent"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy("Of the value before. Empty: the usual limit of every test."),
    )
    within_days = forms.IntegerField(
        label=gettext_lazy("Compared for so many days"), min_value=1, max_value=3650, required=False, initial=90
    )
    source = forms.CharField(
        label=gettext_lazy("Source of the numbers"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Kit insert, guideline or book, with its year."),
    )
    layout = Layout("seen", Row(Column("percent"), Column("within_days")), "source", "reason")

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        if row is not None:
            self.initial = {
                "percent": row.percent,
                "within_days": row.within_days,
                "source": row.source,
                **self.initial,
            }

    def clean(self):
        typed = super().clean()
        if typed.get("percent") and not typed.get("source"):
            self.add_error("source", _("Say where these numbers come from."))
        if typed.get("percent") and not typed.get("within_days") and "within_days" not in self.errors:
            self.add_error("within_days", _("How many days?"))
        return typed

    @property
    def limit(self) -> dict | None:
        names = ("percent", "within_days", "source")
        return {name: self.cleaned_data[name] for name in names} if self.cleaned_data.get("percent") else None


class RemoveForm(LayoutMixin, ReasonMixin, forms.Form):
    layout = Layout("seen", "reason")


class PanelForm(LayoutMixin, ReasonMixin, forms.Form):
    code = forms.CharField(label=gettext_lazy("Code"), max_length=12)
    name_hi = forms.CharField(label=gettext_lazy("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    tests = forms.CharField(
        label=gettext_lazy("Tests"), help_text=gettext_lazy("Codes in the order of the report, such as: HB TLC PLT")
    )
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=9999, initial=900)
    is_active = forms.BooleanField(label=gettext_lazy("May be ordered"), required=False, initial=True)
    layout = Layout(
        "seen",
        Row(Column("code"), Column("position")),
        Row(Column("name_hi"), Column("name_en")),
        "tests",
        "is_active",
        "reason",
    )

    def __init__(self, *args, panel: Panel | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if panel is not None:
            self.fields["code"].disabled = True
            names = ("code", "name_hi", "name_en", "position", "is_active")
            self.initial = {**{name: getattr(panel, name) for name in names}, **self.initial}
            held = panel.paneltest_set.order_by("position").values_list("test__code", flat=True)
            self.initial.setdefault("tests", " ".join(held))

    clean_code = TestForm.clean_code

    def clean_tests(self):
        codes = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["tests"].upper().strip())))
        known = {test.code: test for test in Test.objects.filter(code__in=codes)}
        if missing := [code for code in codes if code not in known]:
            raise forms.ValidationError(_("No such test: %(codes)s") % {"codes": ", ".join(missing)})
        return [known[code] for code in codes]


def written(test: Test) -> str:
    """The choices as they are typed."""
    flags = test.choices_flag or [""] * len(test.choices_en)
    lines = zip(test.choices_en, test.choices_hi or test.choices_en, flags, strict=False)
    return "\n".join(" | ".join(filter(None, line)) for line in lines)


def _tidy(value):
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value
