"""The centre's answer to a question about its numbers, and what the district says to it."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin

ACCEPT, ASK = "accept", "ask"
LONGEST = 1000


def _note(label, help_text=""):
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(LayoutMixin, forms.Form):
    layout = Layout("version", "note")
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = _note(_("Your answer"), _("How did this come about? No names of patients or staff."))
    note.hide_optional = True


class DecisionForm(LayoutMixin, forms.Form):
    layout = Layout("version", "decision", "note")
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("What do you say to it?"), widget=forms.RadioSelect,
        choices=[(ACCEPT, _("The answer explains it: close the question")), (ASK, _("Ask again"))],
    )  # fmt: skip
    note = _note(_("Your words"), _("Needed when you ask again."))
