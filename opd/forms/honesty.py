"""The centre's answer to a question about its numbers, and what the district says to it."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centres.forms.rules import RuleForm
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


class LimitForm(RuleForm):
    """The numbers of one rule; what it does not count by has no box."""

    columns = ("every_days", "least", "share", "times", "within", "innocent_en", "innocent_hi")
    every_days = forms.IntegerField(label=_("Days between two questions"), min_value=1, max_value=365)
    least = forms.IntegerField(label=_("Least number of rows"), min_value=1, max_value=1000)
    share = forms.IntegerField(label=_("From how many per cent"), min_value=1, max_value=100)
    times = forms.IntegerField(label=_("From how many"), min_value=1, max_value=1000)
    within = forms.IntegerField(label=_("Within how many"), min_value=1, max_value=1000)
    innocent_en = forms.CharField(label=_("Innocent causes, in English"), max_length=600, widget=forms.Textarea)
    innocent_hi = forms.CharField(label=_("Innocent causes, in Hindi"), max_length=600, widget=forms.Textarea)

    def drop(self, row) -> None:
        for name in ("share", "times", "within"):
            if getattr(row, name) is None:
                del self.fields[name]
        for name in ("innocent_en", "innocent_hi"):
            self.fields[name].widget.attrs["rows"] = 3
            self.fields[name].help_text = _("One cause after the other, with a semicolon between.")
