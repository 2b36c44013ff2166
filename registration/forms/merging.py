"""Putting two records together, and taking them apart."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from hms.lib.ids import InvalidId, parse_uhid
from registration.forms.fields import Line
from registration.merging import ONE, OTHER

SIDES = [(ONE, _("Record 1")), (OTHER, _("Record 2"))]
MOST = 2_000_000_000


class MergeForm(LayoutMixin, forms.Form):
    """One choice for every fact that differs; the versions are those of the records the page shows."""

    keep = forms.ChoiceField(label=_("The number that goes on"), choices=SIDES, widget=forms.RadioSelect)
    reason = Line(limit=200, label=_("How do you know that this is one person?"))
    version_one = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST)
    version_other = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST)

    layout = Layout("reason")

    def __init__(self, *args, compared, **kwargs):
        super().__init__(*args, **kwargs)
        asked = [row for row in compared if row.is_conflict]
        for row in asked:
            words = _("%(label)s: choose which of the two is right.") % {"label": row.label}
            self.fields[f"take_{row.group}"] = forms.ChoiceField(
                label=row.label, choices=SIDES, widget=forms.RadioSelect, error_messages={"required": words}
            )
        self.order_fields([f"take_{row.group}" for row in asked])

    def chosen(self) -> dict[str, str]:
        """Group: whose, for what was asked."""
        return {name.removeprefix("take_"): self.cleaned_data[name] for name in self.fields if name.startswith("take_")}


class UndoForm(LayoutMixin, forms.Form):
    """`visits` were opened since under the number that goes on; ticked ones go along with the other record."""

    layout = Layout("reason")
    reason = Line(limit=200, label=_("Why are they taken apart?"))
    are_two_people = forms.BooleanField(
        label=_("They are two people: do not propose them again"), required=False, initial=True
    )
    visits = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, visits=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visits"].choices = [(visit.code, visit.code) for visit in visits]


class OtherRecordForm(LayoutMixin, forms.Form):
    number = Line(limit=40, label=_("UHID of the other record"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs.update({"inputmode": "numeric", "autofocus": True})

    def clean_number(self) -> str:
        try:
            return parse_uhid(self.cleaned_data["number"])
        except InvalidId as error:
            raise forms.ValidationError(str(error)) from None
