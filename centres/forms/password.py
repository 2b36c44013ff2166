"""Choosing a password, first or new."""

from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin

HINT = gettext_lazy("At least 12 characters. Three or four words that only you would put together are good.")


class SetPasswordForm(LayoutMixin, forms.Form):
    """The new password, twice. `user` is whose it will be."""

    layout = Layout("new_password1", "new_password2")

    new_password1 = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=HINT,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=gettext_lazy("The new password once more"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean_new_password2(self):
        second = self.cleaned_data["new_password2"]
        if second != self.data.get("new_password1"):
            raise forms.ValidationError(_("The two passwords are not the same."))
        return second


class ChangePasswordForm(SetPasswordForm):
    layout = Layout("password", "new_password1", "new_password2")

    password = forms.CharField(
        label=gettext_lazy("Your password now"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "new_password1", "new_password2"]

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return self.cleaned_data["password"]
