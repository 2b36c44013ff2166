"""Forms over a row that others may edit at the same time."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """One field on which two people do not agree."""

    label: str
    theirs: str
    yours: str


class VersionMixin(forms.Form):
    """`version` says which state of the row the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = getattr(self.instance, "version", None)

    @property
    def values(self) -> dict:
        """What was meant, without the form's own bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def differences(self, current) -> list[Difference]:
        """Where this form and the row as it is now say different things. Saving again means: mine."""
        if not self.is_bound or not self.is_valid() or self.cleaned_data["version"] == current.version:
            return []
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = current.version
        return [
            Difference(
                self[name].label, _shown(self.fields[name], getattr(current, name)), _shown(self.fields[name], value)
            )
            for name, value in self.values.items()
            if getattr(current, name) != value
        ]


def _shown(field, value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("empty")
    return str(dict(getattr(field, "choices", None) or []).get(value, value))
