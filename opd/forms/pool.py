"""A pool of specialists as the hospital or the network's administrator writes it down."""

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, OpdSession
from hms.lib.forms import LayoutMixin

CLOCK = forms.TimeInput(format="%H:%M")


class PoolForm(LayoutMixin, forms.Form):
    """`members` are chosen among whoever works at the hospital; `hospital` only at an office, for a new pool."""

    layout = Layout(
        "version", "hospital", Row(Column("name_hi"), Column("name_en")),
        Div("weekdays", css_class="in-a-row"),
        Row(Column("opens_at"), Column("closes_at"), Column("answer_minutes")), "members", "is_active",
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)
    hospital = forms.ChoiceField(label=_("Hospital"))
    name_hi = forms.CharField(label=_("Field in Hindi"), max_length=60)
    name_en = forms.CharField(label=_("Field in English"), max_length=60)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=OpdSession.Weekday.choices, coerce=int, initial=[0, 1, 2, 3, 4, 5],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens_at = forms.TimeField(label=_("Answers from"), initial="09:00", widget=CLOCK)
    closes_at = forms.TimeField(label=_("Answers until"), initial="17:00", widget=CLOCK)
    answer_minutes = forms.IntegerField(
        label=_("Answers within, minutes"), min_value=5, max_value=2880, initial=60,
        help_text=_("Counted within these hours; after that the question moves on"),
    )  # fmt: skip
    members = forms.TypedMultipleChoiceField(
        label=_("Who answers"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    is_active = forms.BooleanField(label=_("Takes questions"), required=False, initial=True)

    def __init__(self, *args, people=None, choose_hospital=False, **kwargs):
        super().__init__(*args, **kwargs)
        if choose_hospital:
            rows = Centre.objects.filter(is_active=True, tier__in=["secondary", "tertiary"]).order_by("tier", "code")
            self.fields["hospital"].choices = [(row.code, row.name) for row in rows]
        else:
            del self.fields["hospital"]
        if people is None:
            del self.fields["members"]
        else:
            self.fields["members"].choices = [(key, user.name) for key, user in people.items()]
        self.fields["weekdays"].takes_several = True
        self.layout = Layout(*(one for one in type(self).layout if not isinstance(one, str) or one in self.fields))
