"""Who asked, and for what, where no doctor of this centre did."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.models import Department
from hms.lib.forms import LayoutMixin, Segmented
from labs.forms.results import PREGNANT
from labs.models import OutsideRequest
from labs.templatetags.labs import category


class SeveralField(forms.MultipleChoiceField):
    takes_several = True


class WalkInForm(LayoutMixin, forms.Form):
    """Who is here: a visit of today, or somebody known here who gets one now."""

    q = forms.CharField(label=gettext_lazy("Slip, UHID or today's token"), max_length=300)
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department of a new visit"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=None,
    )

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"autofocus": True, "data-scan-here": True, "autocomplete": "off"})
        self.fields["department"].queryset = centre.departments.filter(is_active=True).order_by("position", "name_en")
        self.fields["department"].label_from_instance = lambda row: row.name


class OutsideForm(LayoutMixin, forms.Form):
    """`offers` are what this centre does or sends today."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who asks"), choices=OutsideRequest.Kind.choices, widget=Segmented, initial="paper"
    )
    asked_by = forms.CharField(label=gettext_lazy("Doctor's name on the paper"), max_length=80)
    place = forms.CharField(label=gettext_lazy("Clinic or hospital"), max_length=80, required=False)
    asked_on = forms.DateField(
        label=gettext_lazy("Date of the paper"),
        required=False,
        input_formats=["%d-%b-%Y", "%d-%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d-%b-%Y", attrs={"placeholder": "14-Jul-2026"}),
    )
    tests = SeveralField(label=gettext_lazy("Tests"), widget=forms.CheckboxSelectMultiple)
    urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)
    pregnant = forms.ChoiceField(
        label=gettext_lazy("Pregnant?"),
        choices=[("", gettext_lazy("not asked")), ("no", gettext_lazy("no")), ("yes", gettext_lazy("yes"))],
        required=False,
    )

    def __init__(self, *args, offers, asks_pregnancy: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tests"].choices = _grouped(offers)
        self.fields["tests"].error_messages["required"] = _("Choose at least one test.")
        self.fields["asked_by"].error_messages["required"] = _("Write the name that stands on the paper.")
        self.fields["asked_by"].required = not self.is_bound or self.data.get("kind") != OutsideRequest.Kind.SELF
        if not asks_pregnancy:
            del self.fields["pregnant"]
        more = [Column(name) for name in ("urgent", "pregnant") if name in self.fields]
        self.layout = Layout("kind", Row(Column("asked_by"), Column("place"), Column("asked_on")), Row(*more), "tests")

    @property
    def pregnancy(self) -> bool | None:
        return PREGNANT[self.cleaned_data.get("pregnant", "")]


def _grouped(offers) -> list:
    groups: dict[str, list] = {_("Panels"): [(one.code, one.name) for one in offers.panels if one.is_possible]}
    for one in offers.tests:
        if one.is_possible:
            groups.setdefault(category(one.test.category), []).append((one.code, one.name))
    return [(name, choices) for name, choices in groups.items() if choices]
