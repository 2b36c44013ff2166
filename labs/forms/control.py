"""Control lots, daily runs, and what was done."""

from django import forms
from django.utils.translation import gettext_lazy

from hms.lib.forms import LayoutMixin, Segmented
from labs.forms.dressed import dress
from labs.forms.expiry import ExpiryField
from labs.models import ControlLot


class LotForm(LayoutMixin, forms.Form):
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=ControlLot.Level.choices, widget=Segmented)
    name = forms.CharField(label=gettext_lazy("Control material"), max_length=60)
    lot_number = forms.CharField(label=gettext_lazy("Lot number"), max_length=30)
    expires_on = ExpiryField(label=gettext_lazy("Expires on"), help_text="11/2027")
    mean = forms.DecimalField(label=gettext_lazy("Mean"), max_digits=12, decimal_places=4)
    sd = forms.DecimalField(label=gettext_lazy("SD"), max_digits=12, decimal_places=4)
    source = forms.CharField(
        label=gettext_lazy("Where mean and SD come from"),
        max_length=120,
        help_text=gettext_lazy("Kit insert, or our own 20 runs and their days"),
    )


class ControlForm(LayoutMixin, forms.Form):
    """One box for each active lot."""

    def __init__(self, *args, lots, test, **kwargs):
        self.lots, self.test = lots, test
        super().__init__(*args, **kwargs)
        for lot in lots:
            widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
            label = f"{lot.get_level_display()} · {lot.name} {lot.lot_number}"
            self.fields[f"level-{lot.level}"] = forms.CharField(label=label, required=False, widget=widget)
        dress(self)

    def lines(self):
        return [(lot, self[f"level-{lot.level}"]) for lot in self.lots]

    def typed(self) -> dict[str, str]:
        return {lot.level: self.cleaned_data.get(f"level-{lot.level}") or "" for lot in self.lots}


class ActionForm(LayoutMixin, forms.Form):
    action_text = forms.CharField(
        label=gettext_lazy("What was done?"),
        max_length=200,
        help_text=gettext_lazy("Such as: new control opened, measured again, inside"),
    )
