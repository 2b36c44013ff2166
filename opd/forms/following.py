"""What a call or house visit brought."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from hms.lib.dates import InvalidDate, parse_day
from hms.lib.forms import LayoutMixin, Segmented
from opd.models import FollowUp, FollowUpContact


class DayField(forms.CharField):
    """7d, 2 हफ्ते, 29/11: a day to come; empty gives None."""

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        try:
            return parse_day(value, timezone.localdate())
        except InvalidDate as error:
            raise forms.ValidationError(str(error)) from None


class ContactForm(LayoutMixin, forms.Form):
    layout = Layout(
        Row(Column("way", css_class="col-md-5")), "outcome",
        Row(Column("next_on", css_class="col-md-4"), Column("note", css_class="col-md-8")),
    )  # fmt: skip

    def __init__(self, *args, kind="", **kwargs):
        """Only somebody who was sent to a hospital can have reached it."""
        super().__init__(*args, **kwargs)
        if kind != FollowUp.Kind.REFERRAL:
            choices = FollowUp.Outcome.choices
            self.fields["outcome"].choices = [one for one in choices if one[0] != FollowUp.Outcome.ARRIVED]

    way = forms.ChoiceField(
        label=gettext_lazy("How"), choices=FollowUpContact.Way.choices, widget=Segmented, initial="call"
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=FollowUp.Outcome.choices, widget=forms.RadioSelect
    )
    next_on = DayField(label=gettext_lazy("Day promised, or to try again"), required=False, help_text="7d, 29/11")
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)
