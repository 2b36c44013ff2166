"""Rows of the house's limits and lists, as the administrator types them. `columns` are what the row keeps."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin

COUNTED = ("device:", "role:", "departments", "hours")  # rules of the readiness list that count more than yes or no


class RuleForm(LayoutMixin, forms.Form):
    """`seen` is how many changes the row had when the page was made."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    source = forms.CharField(label=_("Source"), max_length=200)
    is_reviewed = forms.BooleanField(label=_("Those who answer for it have reviewed this row"), required=False)
    reason = forms.CharField(label=_("Why it is changed"), max_length=200)

    columns = ()

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.drop(row)
        self.columns = (*(name for name in self.columns if name in self.fields), "source", "is_reviewed")
        for name in self.columns:
            self.initial.setdefault(name, getattr(row, name))
        self.layout = Layout("seen", *self.columns, "reason")

    def drop(self, row) -> None:
        """Take out the boxes that mean nothing for this row."""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.columns}


class GapRuleForm(RuleForm):
    columns = ("days",)
    days = forms.IntegerField(label=_("Days until it should be mended"), min_value=1, max_value=365)


class AskedItemForm(RuleForm):
    columns = ("is_active",)
    is_active = forms.BooleanField(label=_("Asked of every centre"), required=False)


class EquipmentForm(AskedItemForm):
    columns = ("name_en", "name_hi", "is_active")
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120)


class ReadinessItemForm(RuleForm):
    columns = ("text_en", "text_hi", "need", "is_active")
    text_en = forms.CharField(label=_("Words in English"), max_length=200)
    text_hi = forms.CharField(label=_("Words in Hindi"), max_length=200)
    need = forms.IntegerField(label=_("How many are needed"), min_value=1, max_value=99)
    is_active = forms.BooleanField(label=_("Part of the list"), required=False)

    def drop(self, row) -> None:
        if not row.rule.startswith(COUNTED):
            del self.fields["need"]
