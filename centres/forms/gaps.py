"""Gaps: a new one, its owner and date, moving on, the centre's answer, duplicates, and the list's filter."""

from datetime import timedelta
from decimal import Decimal

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.forms.fields import DayField
from centres.gap_rules import MOVES, rules
from centres.models import Centre, Gap, Membership, User
from centres.selectors import gaps, inspecting
from hms.lib.forms import LayoutMixin
from hms.lib.pictures import PictureField

MOST = Decimal(100_000)


def photo_field():
    return PictureField(
        label=_("Photo"), required=False, help_text=_("Its place and time are removed. No patients in it.")
    )


def note_field(label=None):
    return forms.CharField(
        label=label or _("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewGapForm(LayoutMixin, forms.Form):
    layout = Layout(
        "centre", Row(Column("name_en"), Column("name_hi")),
        Row(Column("missing"), Column("severity"), Column("due_on")), "photo",
    )  # fmt: skip
    centre = forms.ModelChoiceField(Centre.objects.none(), label=_("Centre"), to_field_name="code")
    name_en = forms.CharField(label=_("What is missing, in English"), max_length=120)
    name_hi = forms.CharField(label=_("What is missing, in Hindi"), max_length=120)
    missing = forms.DecimalField(
        label=_("How many"), initial=1, min_value=Decimal("0.01"), max_value=MOST, max_digits=9, decimal_places=2
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=Gap.Severity.choices, initial=Gap.Severity.MEDIUM)
    due_on = DayField(label=_("Due on"))
    photo = photo_field()

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = inspecting.centres_of(office)
        self.fields["centre"].label_from_instance = lambda centre: f"{centre.name} · {centre.code}"
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=rules()[Gap.Severity.MEDIUM].days)


class GapForm(LayoutMixin, forms.Form):
    layout = Layout("version", Row(Column("owner"), Column("severity")), Row(Column("missing"), Column("due_on")))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, empty_label=_("nobody"))
    severity = forms.ChoiceField(label=_("Severity"), choices=Gap.Severity.choices)
    missing = forms.DecimalField(
        label=_("How many"), min_value=Decimal("0.01"), max_value=MOST, max_digits=9, decimal_places=2
    )
    due_on = DayField(label=_("Due on"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, gap: Gap, **kwargs):
        super().__init__(*args, **kwargs)
        here = Membership.objects.on(timezone.localdate()).filter(centre__in=[gap.centre_id, gap.office_id])
        people = User.objects.filter(pk__in=here.values("user"), is_active=True)
        self.fields["owner"].queryset = people | User.objects.filter(pk=gap.owner_id)
        self.fields["owner"].label_from_instance = lambda user: user.name


class MoveForm(LayoutMixin, forms.Form):
    layout = Layout("to", "note", "photo")
    to = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    note = note_field()
    photo = photo_field()

    def __init__(self, *args, gap: Gap, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Gap.State.choices)
        self.fields["to"].choices = [(to, labels[to]) for to in MOVES.get(gap.state, ())]


class AnswerForm(LayoutMixin, forms.Form):
    layout = Layout("note", "photo", "has_come")
    note = note_field(_("Your answer"))
    photo = photo_field()
    has_come = forms.BooleanField(label=_("It has come and works"), required=False)


class MergeForm(LayoutMixin, forms.Form):
    layout = Layout("into")
    into = forms.ModelChoiceField(Gap.objects.none(), label=_("The same as"), to_field_name="code")

    def __init__(self, *args, gap: Gap, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = gaps.likely_same(gap)
        self.fields["into"].label_from_instance = lambda one: f"{one.item_code} {one.name} · {one.get_state_display()}"


class FilterForm(forms.Form):
    """Read from the address; what does not fit is left out."""

    centre = forms.ModelChoiceField(Centre.objects.none(), label=_("Centre"), required=False, to_field_name="code")
    state = forms.ChoiceField(label=_("State"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    late = forms.ChoiceField(label=_("Date"), required=False, choices=[("", _("all")), ("yes", _("only late"))])

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = inspecting.centres_of(office)
        self.fields["centre"].label_from_instance = lambda centre: centre.name
        self.fields["centre"].empty_label = _("all")
        self.fields["state"].choices = [("", _("all not closed")), *Gap.State.choices]
        self.fields["severity"].choices = [("", _("all")), *Gap.Severity.choices]

    def narrow(self, rows):
        self.is_valid()
        asked = self.cleaned_data
        rows = rows.filter(state=asked["state"]) if asked.get("state") else rows.live()
        if asked.get("centre"):
            rows = rows.filter(centre=asked["centre"])
        if asked.get("severity"):
            rows = rows.filter(severity=asked["severity"])
        return rows.late(timezone.localdate()) if asked.get("late") else rows
