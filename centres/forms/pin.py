"""A person's own PIN."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.errors import CentresError
from centres.forms.sign_in import PinField
from centres.services import pins
from hms.lib.forms import LayoutMixin


class PinForm(LayoutMixin, forms.Form):
    layout = Layout("password", "new_pin", "again")

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_pin = PinField(
        label=gettext_lazy("New PIN"),
        help_text=gettext_lazy("Six digits. Not 123456, not 121212, not a birth year."),
        autocomplete="new-password",
    )
    again = PinField(label=gettext_lazy("The new PIN once more"), autocomplete="new-password")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return self.cleaned_data["password"]

    def clean_new_pin(self):
        try:
            pins.check_strength(self.cleaned_data["new_pin"])
        except CentresError as error:
            raise forms.ValidationError(str(error)) from None
        return self.cleaned_data["new_pin"]

    def clean_again(self):
        if self.cleaned_data["again"] != self.cleaned_data.get("new_pin", self.cleaned_data["again"]):
            raise forms.ValidationError(_("The two PINs are not the same."))
        return self.cleaned_data["again"]
