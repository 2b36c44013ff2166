"""The reagent shelf."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin, Segmented
from labs.forms.expiry import ExpiryField
from labs.models import CentreTest, Test
from labs.templatetags.labs import category


class BySection(forms.models.ModelChoiceIterator):
    """The tests under the names of their sections, in the order of the bench."""

    def __iter__(self):
        sections = {}
        for test in self.queryset:
            sections.setdefault(category(test.category), []).append(self.choice(test))
        yield from sections.items()


class TestsField(forms.ModelMultipleChoiceField):
    """Tick boxes in columns; `queryset` in the order of the bench."""

    iterator = BySection
    takes_several = True

    def label_from_instance(self, test):
        return f"{test.name} · {test.code}"


class ReagentForm(LayoutMixin, forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the kit or reagent"), max_length=80)
    unit = forms.CharField(
        label=gettext_lazy("Counted in"), max_length=20, help_text=gettext_lazy("tests, strips or ml")
    )
    least = forms.IntegerField(
        label=gettext_lazy("How many should always be there"), min_value=0, max_value=100_000, initial=0
    )
    per_test = forms.IntegerField(
        label=gettext_lazy("One test takes"),
        min_value=0,
        max_value=1000,
        initial=1,
        help_text=gettext_lazy("Taken from the shelf with each result. 0: somebody counts by hand."),
    )
    tests = TestsField(
        label=gettext_lazy("For which tests"),
        queryset=Test.objects.filter(is_active=True),
        widget=forms.CheckboxSelectMultiple,
    )
    layout = Layout(Row(Column("name"), Column("unit")), Row(Column("least"), Column("per_test")), "tests")

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        here = Test.objects.filter(is_active=True, centres__centre=centre, centres__mode=CentreTest.Mode.HERE)
        self.fields["tests"].queryset = here.order_by("position")


class ReceiveForm(LayoutMixin, forms.Form):
    lot_number = forms.CharField(label=gettext_lazy("Lot number"), max_length=30)
    expires_on = ExpiryField(label=gettext_lazy("Expires on"), help_text="11/2027")
    quantity = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=100_000)


class MoveForm(LayoutMixin, forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[("used", gettext_lazy("Used")), ("adjusted", gettext_lazy("Counted"))],
        widget=Segmented,
        initial="used",
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=0,
        max_value=100_000,
        help_text=gettext_lazy("Used: how many were taken. Counted: how many are there."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it corrected?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Only after counting, such as: broken, expired and thrown away"),
    )
