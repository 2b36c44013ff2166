"""What is out, why, until when, and which tests go with it."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from labs.forms.reagents import TestsField
from labs.models import CentreTest, Test


class OutageForm(LayoutMixin, forms.Form):
    """`tests` are those this centre does itself; a chosen machine or kit has its own ticked."""

    what = forms.CharField(label=_("Machine or reagent"), max_length=80)
    cause = forms.ChoiceField(label=_("What is wrong?"), choices=CentreTest.Cause.choices)
    until = forms.DateField(
        label=_("Back on"),
        required=False,
        input_formats=["%d-%b-%Y", "%d-%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d-%b-%Y", attrs={"placeholder": "14-Jul-2026"}),
    )
    reason = forms.CharField(
        label=_("In words"),
        max_length=120,
        required=False,
        help_text=_("Doctors read this, such as “kit finished, back on Monday”."),
    )
    tests = TestsField(
        label=_("These tests are not possible"), queryset=Test.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    layout = Layout(Row(Column("what"), Column("cause")), Row(Column("until"), Column("reason")), "tests")

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        here = Test.objects.filter(is_active=True, centres__centre=centre, centres__mode=CentreTest.Mode.HERE)
        self.fields["tests"].queryset = here.order_by("position")
