"""Which corrected report was read."""

from django import forms

from hms.lib.forms import LayoutMixin


class NoticeForm(LayoutMixin, forms.Form):
    notice = forms.IntegerField(widget=forms.HiddenInput)
