"""What is typed about the rollout of one centre."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.forms.fields import DayField
from centres.models import Centre, DeviceCount
from centres.models.devices import AT_MOST
from hms.lib.forms import LayoutMixin, Segmented

ALL = ("", _("all"))
WORDS = forms.Textarea(attrs={"rows": 2})


class BoardForm(forms.Form):
    """Narrowing the board; nonsense narrows nothing."""

    phase = forms.ChoiceField(required=False, label=_("Phase"), choices=[ALL, ("1", "1"), ("2", "2"), ("3", "3")])
    stage = forms.ChoiceField(required=False, label=_("Stage"), choices=[ALL, *Centre.Stage.choices])

    def narrow(self, centres):
        self.is_valid()
        return centres.filter(**{name: value for name, value in getattr(self, "cleaned_data", {}).items() if value})


class MoveForm(LayoutMixin, forms.Form):
    """The next step, or back. `sign` is offered where something is missing and the person may sign."""

    before = forms.CharField(widget=forms.HiddenInput, required=False)
    stage = forms.ChoiceField(label=_("Stage"), widget=Segmented)
    done_on = DayField(label=_("Done on"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Reason"), widget=WORDS, required=False, max_length=300,
        help_text=_("Needed for a way back, and for going live with something missing."),
    )  # fmt: skip
    sign = forms.BooleanField(
        label=_("I sign that this centre goes live although points of the list are missing"), required=False
    )

    def __init__(self, *args, centre: Centre, may_sign: bool, **kwargs):
        super().__init__(*args, **kwargs)
        stages = list(Centre.Stage)
        here = stages.index(Centre.Stage(centre.stage))
        self.fields["stage"].choices = [(one.value, one.label) for one in stages[: here + 2] if one != centre.stage]
        self.initial.setdefault("before", centre.stage)
        if here + 1 < len(stages):
            self.initial.setdefault("stage", stages[here + 1].value)
        if not may_sign:
            del self.fields["sign"]
        self.layout = Layout("before", "stage", "done_on", "reason", *(["sign"] if may_sign else []))


class StepForm(LayoutMixin, forms.Form):
    """Who answers for a step and by when."""

    layout = Layout(Row(Column("owner"), Column("due_on")))
    owner = forms.CharField(label=_("Who answers for it"), max_length=80)
    due_on = DayField(label=_("Due on"), required=False)


class BlockerForm(LayoutMixin, forms.Form):
    """Something in the way."""

    layout = Layout("text", Row(Column("since"), Column("owner")))
    text = forms.CharField(label=_("What is in the way"), widget=WORDS, max_length=300)
    since = DayField(label=_("Since"), initial=timezone.localdate)
    owner = forms.CharField(label=_("Who clears it"), max_length=80, required=False)


class ResolveForm(LayoutMixin, forms.Form):
    layout = Layout("resolution")
    resolution = forms.CharField(label=_("How it was cleared"), widget=WORDS, max_length=200)


class DevicesForm(LayoutMixin, forms.Form):
    """A count of every kind: there, and working. `last` are the newest counts."""

    def __init__(self, *args, last: list[DeviceCount], **kwargs):
        super().__init__(*args, **kwargs)
        known = {row.kind: row for row in last}
        rows = []
        for kind in DeviceCount.Kind:
            row = known.get(kind.value)
            for name, label in (("total", _("there")), ("working", _("working"))):
                label = f"{kind.label}: {label}"
                box = forms.IntegerField(label=label, min_value=0, max_value=AT_MOST, initial=getattr(row, name, 0))
                self.add(f"{kind.value}_{name}", box)
            rows.append((kind.label, self[f"{kind.value}_total"], self[f"{kind.value}_working"]))
        self.add("counted_on", DayField(label=_("Counted on"), initial=timezone.localdate))
        self.rows = rows
        self.layout = Layout("counted_on")  # the table stands in the template

    @property
    def numbers(self) -> dict[str, tuple[int, int]]:
        said = self.cleaned_data
        return {kind: (said[f"{kind}_total"], said[f"{kind}_working"]) for kind in DeviceCount.Kind.values}

    def clean(self):
        cleaned = super().clean()
        for kind in DeviceCount.Kind.values:
            total, working = cleaned.get(f"{kind}_total"), cleaned.get(f"{kind}_working")
            if total is not None and working is not None and working > total:
                self.add_error(f"{kind}_working", _("More working than there are."))
        return cleaned


class ReadinessForm(LayoutMixin, forms.Form):
    """A tick for each point that a person looks at. `points` are all points of the list as they stand."""

    def __init__(self, *args, points: list, **kwargs):
        super().__init__(*args, **kwargs)
        for point in points:
            if not point.item.rule:
                tick = forms.BooleanField(label=point.item.text, required=False, initial=point.is_met)
                self.add(f"point_{point.item.code}", tick)
        self.add("note", forms.CharField(label=_("Remark"), required=False, max_length=200))
        self.layout = Layout(*self.fields)

    @property
    def said(self) -> dict[str, bool]:
        return {
            name.removeprefix("point_"): value for name, value in self.cleaned_data.items() if name.startswith("point_")
        }
