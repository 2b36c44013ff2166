"""A later word on a signed consultation."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin

LONGEST = 2000


class AddendumForm(LayoutMixin, forms.Form):
    layout = Layout("text")
    text = forms.CharField(label=_("Addendum"), widget=forms.Textarea(attrs={"rows": 3}))

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text) > LONGEST:
            raise ValidationError(_("At most %(most)d letters.") % {"most": LONGEST})
        return text
