"""The last question before the signature."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin, Segmented
from opd.care import UP_REASONS

AFTER = [("done", _("Finished for today")), ("wait", _("Comes back with the reports"))]


class SignForm(LayoutMixin, forms.Form):
    """`version` is the draft that was read. Each open alert wants one tick; an answered one is not asked again."""

    up_reason = forms.ChoiceField(
        label=_("Why the patient is not treated here"), choices=UP_REASONS, widget=forms.RadioSelect
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    after = forms.ChoiceField(label=_("The visit"), choices=AFTER, initial="done", widget=Segmented, required=False)

    def __init__(self, *args, open_alerts=(), has_tests=False, gate=None, **kwargs):
        super().__init__(*args, **kwargs)
        for at, alert in enumerate(open_alerts):
            self.fields[f"alert_{at}"] = forms.BooleanField(
                label=_("%(medicine)s: the patient is noted as allergic to %(substance)s. Give it all the same")
                % {"medicine": alert.medicine.upper(), "substance": alert.substance}
            )
        self.fields["after"].hide_optional = True
        if not gate:
            del self.fields["up_reason"]
        if not has_tests:
            del self.fields["after"]
        alerts = [Field(name, wrapper_class="alert-ask") for name in self.fields if name.startswith("alert_")]
        self.layout = Layout("version", *alerts, *(["up_reason"] if gate else []), *(["after"] if has_tests else []))
