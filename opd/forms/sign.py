"""The last question before the signature."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centres.errors import HmsError
from hms.lib.forms import LayoutMixin, Segmented
from opd.care import UP_REASONS

AFTER = [("done", _("Finished for today")), ("wait", _("Comes back with the reports"))]


class SignForm(LayoutMixin, forms.Form):
    """`version` is the draft that was read. Each open alert wants one tick; an answered one is not asked again, and
    an emergency goes on without. `check_pin`: the doctor's own PIN is the signature at this centre."""

    up_reason = forms.ChoiceField(
        label=_("Why the patient is not treated here"),
        choices=UP_REASONS,
        widget=forms.RadioSelect(attrs={"autofocus": True}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    after = forms.ChoiceField(label=_("The visit"), choices=AFTER, initial="done", widget=Segmented, required=False)

    def __init__(self, *args, open_alerts=(), has_tests=False, gate=None, is_emergency=False, check_pin=None, **kwargs):
        super().__init__(*args, **kwargs)
        for at, alert in enumerate(open_alerts):
            self.fields[f"alert_{at}"] = forms.BooleanField(
                label=_("%(medicine)s: %(words)s Give it all the same")
                % {"medicine": alert.medicine, "words": alert.words},
                required=not is_emergency,
            )
        self.check_pin = check_pin
        if check_pin:
            self.fields["pin"] = pin_field()
        self.fields["after"].hide_optional = True
        if not gate:
            del self.fields["up_reason"]
        if not has_tests:
            del self.fields["after"]
        alerts = [Field(name, wrapper_class="alert-ask") for name in self.fields if name.startswith("alert_")]
        self.layout = Layout(
            "version", *alerts, *(name for name in ("up_reason", "after", "pin") if name in self.fields)
        )

    def clean_pin(self) -> str:
        try:
            self.check_pin(self.cleaned_data["pin"])
        except HmsError as error:
            raise forms.ValidationError(str(error)) from None
        return ""

    @property
    def unanswered(self) -> int:
        """Alerts that an emergency left open."""
        return sum(not value for name, value in self.cleaned_data.items() if name.startswith("alert_"))


def pin_field():
    facts = {"inputmode": "numeric", "autocomplete": "off", "autofocus": True}
    return forms.CharField(label=_("Your PIN"), max_length=6, widget=forms.PasswordInput(attrs=facts))
