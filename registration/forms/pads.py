"""A new pad, what became of its slips, and the time that stands on a paper."""

from datetime import datetime

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hms.lib import dates, ids
from hms.lib.forms import LayoutMixin, Segmented
from registration import pad_numbers
from registration.forms.fields import Line, PriorityField
from registration.forms.patient import NewPatientForm
from registration.models import DowntimePad
from registration.services.pads import MOST_SLIPS

SEEN = [("yes", _("Yes, on paper")), ("no", _("No, still waiting"))]


class PadForm(LayoutMixin, forms.Form):
    layout = Layout(
        Row(Column("place", css_class="col-md-5"), Column("size", css_class="col-md-2"),
            Column("paper", css_class="col-md-5"))
    )  # fmt: skip
    place = Line(limit=40, label=_("For which counter or room"))
    size = forms.IntegerField(label=_("How many slips"), min_value=1, max_value=MOST_SLIPS, initial=20)
    paper = forms.ChoiceField(label=_("Paper"), choices=DowntimePad.Paper.choices, initial="A4")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.attrs["autofocus"] = True


class SerialField(forms.CharField):
    """A slip's number as typed; cleans to the serial as stored."""

    def clean(self, value):
        try:
            return pad_numbers.parse(super().clean(value))
        except ids.InvalidId as error:
            raise ValidationError(str(error)) from None


class SpoilForm(LayoutMixin, forms.Form):
    layout = Layout(
        Row(Column("first", css_class="col-md-3"), Column("last", css_class="col-md-3"),
            Column("reason", css_class="col-md-6"))
    )  # fmt: skip
    first = SerialField(label=_("From slip"))
    last = SerialField(label=_("To slip"), required=False, help_text=_("Empty: this one alone"))
    reason = Line(limit=100, label=_("What happened to them"))

    def __init__(self, *args, pad, **kwargs):
        super().__init__(*args, **kwargs)
        self.pad = pad
        self.fields["first"].widget.attrs["autofocus"] = True
        self.fields["last"].hide_optional = True

    def clean(self):
        typed = super().clean()
        if "last" not in self.errors and not self.data.get("last"):
            typed["last"] = typed.get("first")
        for name in ("first", "last"):
            if serial := typed.get(name):
                typed[name] = self.pad.slips.filter(serial=serial).first()
                if typed[name] is None:
                    self.add_error(name, _("This slip is not of this pad."))
        return typed


class ReleaseForm(LayoutMixin, forms.Form):
    reason = Line(limit=100, label=_("What was wrong"))


class RestoreForm(LayoutMixin, forms.Form):
    """Nothing to type."""


class PaperTime(forms.Form):
    """Day and time as they stand on the paper, and whether the person still waits."""

    day = forms.CharField(label=_("Date on the paper"))
    clock = forms.CharField(label=_("Time on the paper"))
    is_seen = forms.ChoiceField(label=_("Seen by the doctor already?"), choices=SEEN, widget=Segmented, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_seen"].hide_optional = True
        self.fields["clock"].widget.attrs.update({"placeholder": "09:40", "inputmode": "numeric"})

    def clean_day(self):
        return _read(dates.parse_past_day, self.cleaned_data["day"], timezone.localdate())

    def clean_clock(self):
        return _read(dates.parse_clock, self.cleaned_data["clock"])

    def clean(self):
        typed = super().clean()
        if typed.get("day") == timezone.localdate() and not typed.get("is_seen"):
            self.add_error("is_seen", _("Choose: has the doctor seen this person on paper, or does the person wait?"))
        return typed

    def written(self) -> dict:
        """`at` and `is_seen` as the services take them. Whoever came on a past day waits no more."""
        typed = self.cleaned_data
        at = timezone.make_aware(datetime.combine(typed["day"], typed["clock"]))
        return {"at": at, "is_seen": typed["is_seen"] != "no"}


PAPER_ROW = Row(
    Column("day", css_class="col-6 col-md-3"),
    Column("clock", css_class="col-6 col-md-3"),
    Column("is_seen", css_class="col-md-6"),
)


class AttachForm(LayoutMixin, PaperTime):
    layout = Layout(
        PAPER_ROW,
        Row(Column("department", css_class="col-md-6"), Column("priority", css_class="col-md-6")),
    )
    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    priority = PriorityField()

    def __init__(self, *args, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.departments = {department.pk: department for department in departments}
        self.fields["department"].choices = [(key, row.name) for key, row in self.departments.items()]
        self.fields["clock"].widget.attrs["autofocus"] = True

    def attaching(self) -> dict:
        """What services.pads.attach_known takes."""
        typed = self.cleaned_data
        department = self.departments[typed["department"]]
        return {"department": department, "priority": typed["priority"], **self.written()}


class PadNewcomerForm(PaperTime, NewPatientForm):
    """The form of a new person with the paper's time before it; the name keeps the cursor until the time is typed."""

    layout = Layout(PAPER_ROW, *NewPatientForm.layout.fields)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.pop("autofocus", None)
        self.fields["clock"].widget.attrs["autofocus"] = True


def _read(parse, *args):
    try:
        return parse(*args)
    except dates.InvalidDate as error:
        raise ValidationError(str(error)) from None
