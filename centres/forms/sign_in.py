"""Signing in by password or PIN, and unlocking the screen."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from hms.lib.text import latin_digits


class PinField(forms.CharField):
    """Six digits, hidden while typed; a number pad on phones."""

    def __init__(self, *, autocomplete="off", **kwargs):
        attrs = {"inputmode": "numeric", "autocomplete": autocomplete, "class": "digits"}
        super().__init__(widget=forms.PasswordInput(attrs=attrs), max_length=12, **kwargs)

    def to_python(self, value):
        return latin_digits(super().to_python(value)).replace(" ", "")


class SignInForm(LayoutMixin, forms.Form):
    """Password managers and pasting work here: this is a person's own data, not a patient's."""

    layout = Layout("username", "password")

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self):
        return self.cleaned_data["username"].lower()


class PinSignInForm(LayoutMixin, forms.Form):
    """`people` are the colleagues who may use a PIN at this computer."""

    layout = Layout("pin")

    who = forms.TypedChoiceField(
        label=_("Who is it?"), coerce=int, error_messages={"invalid_choice": _("Choose a name from the list.")}
    )
    pin = PinField(label=_("PIN"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        self.fields["who"].choices = [(person.pk, person.name) for person in people]
        if "who" in self.initial and not self.is_bound:
            self.fields["pin"].widget.attrs["autofocus"] = True

    def person(self):
        return self.people[self.cleaned_data["who"]]


class UnlockForm(LayoutMixin, forms.Form):
    """The PIN or the password of whoever locked the screen; one box takes either."""

    layout = Layout("secret")

    secret = forms.CharField(
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args, has_pin, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["secret"].label = _("Your PIN or password") if has_pin else _("Your password")


class WorkstationForm(LayoutMixin, forms.Form):
    """`centres` are where the person works; with one there is nothing to choose."""

    layout = Layout("centre", "name")

    centre = forms.TypedChoiceField(label=_("At which centre?"))
    name = forms.CharField(
        label=_("What is this computer called?"), help_text=_("Such as Counter 1 or Room 2."), max_length=40
    )

    def __init__(self, *args, centres, **kwargs):
        super().__init__(*args, **kwargs)
        by_code = {centre.code: centre for centre in centres}
        self.fields["centre"].choices = [(code, centre.name) for code, centre in by_code.items()]
        self.fields["centre"].coerce = by_code.__getitem__
        if len(by_code) == 1:
            self.fields["centre"].initial = next(iter(by_code))
            self.fields["centre"].widget = forms.HiddenInput()
