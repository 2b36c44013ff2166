"""A further visit, and taking one back."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from hms.lib.forms import LayoutMixin
from registration import stopwatch
from registration.forms.fields import Line, PriorityField, read_stopwatch


class VisitForm(LayoutMixin, forms.Form):
    layout = Layout(
        Row(Column("department", css_class="col-md-6"), Column("priority", css_class="col-md-6")),
        "started",
    )
    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    priority = PriorityField()
    started = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.departments = {department.pk: department for department in departments}
        self.fields["department"].choices = [(key, row.name) for key, row in self.departments.items()]
        self.fields["priority"].hide_optional = True

    def opening(self) -> dict:
        """What services.open_visit takes."""
        typed = self.cleaned_data
        return {
            "department": self.departments[typed["department"]],
            "priority": typed["priority"],
            **read_stopwatch(stopwatch.read(typed["started"], self.user)),
        }


class CancelForm(LayoutMixin, forms.Form):
    reason = Line(limit=100, label=_("Why is it cancelled?"))


class TransferForm(LayoutMixin, forms.Form):
    """`version` is the visit's when the page was made: somebody else may have called or moved it since."""

    layout = Layout(Row(Column("department", css_class="col-md-5"), Column("reason", css_class="col-md-7")), "version")
    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    reason = Line(limit=100, label=_("Why there?"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.departments = {department.pk: department for department in departments}
        self.fields["department"].choices = [(key, row.name) for key, row in self.departments.items()]
        self.fields["department"].widget.attrs["autofocus"] = True

    def transfer(self) -> dict:
        """What services.transfer_visit takes."""
        typed = self.cleaned_data
        return {**typed, "department": self.departments[typed["department"]]}
