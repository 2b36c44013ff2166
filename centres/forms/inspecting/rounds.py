"""Planning a round, and what is typed about one visit as a whole."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.forms.fields import DayField
from centres.models import Centre, ChecklistVersion, User
from centres.selectors import inspecting
from hms.lib.forms import LayoutMixin
from hms.lib.pictures import PictureField


def newest_versions():
    """The version of each list that new rounds use."""
    published = ChecklistVersion.objects.filter(status=ChecklistVersion.Status.PUBLISHED, checklist__is_active=True)
    return published.order_by("checklist__code", "-number").distinct("checklist__code").select_related("checklist")


class RoundForm(LayoutMixin, forms.Form):
    layout = Layout("name", "version", Row(Column("starts_on"), Column("ends_on")), "inspector", "centres")

    name = forms.CharField(label=_("Name of the round"), max_length=80, help_text=_("Such as: Winter round 2026."))
    version = forms.ModelChoiceField(ChecklistVersion.objects.none(), label=_("Checklist"), empty_label=None)
    starts_on = DayField(label=_("First day"), initial=timezone.localdate)
    ends_on = DayField(label=_("Last day"))
    inspector = forms.ModelChoiceField(User.objects.none(), label=_("Inspector"), empty_label=None)
    centres = forms.ModelMultipleChoiceField(
        Centre.objects.none(), label=_("Centres"), widget=forms.CheckboxSelectMultiple, to_field_name="code"
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        versions = newest_versions()
        self.fields["version"].queryset = ChecklistVersion.objects.filter(pk__in=versions.values("pk"))
        self.fields["version"].choices = [(one.pk, f"{one.checklist.name} (v{one.number})") for one in versions]
        self.fields["inspector"].queryset = inspecting.inspectors_of(office, timezone.localdate())
        self.fields["inspector"].label_from_instance = lambda user: user.name
        self.fields["centres"].queryset = inspecting.centres_of(office)
        self.fields["centres"].label_from_instance = lambda centre: f"{centre.name} · {centre.code}"
        self.fields["centres"].takes_several = True


class VisitForm(LayoutMixin, forms.Form):
    """Another inspector or another day."""

    layout = Layout(Row(Column("inspector"), Column("on")))
    inspector = forms.ModelChoiceField(User.objects.none(), label=_("Inspector"), empty_label=None)
    on = DayField(label=_("Day of the visit"))

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspector"].queryset = inspecting.inspectors_of(office, timezone.localdate())
        self.fields["inspector"].label_from_instance = lambda user: user.name


class NewVisitForm(VisitForm):
    layout = Layout("centre", Row(Column("inspector"), Column("on")))
    centre = forms.ModelChoiceField(Centre.objects.none(), label=_("Centre"), to_field_name="code")

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, office=office, **kwargs)
        self.fields["centre"].queryset = inspecting.centres_of(office)
        self.fields["centre"].label_from_instance = lambda centre: f"{centre.name} · {centre.code}"


class FinishForm(LayoutMixin, forms.Form):
    layout = Layout("unseen_reason", "remark")
    unseen_reason = forms.CharField(label=_("Why some items were not looked at"), max_length=200, required=False)
    remark = forms.CharField(
        label=_("What the centre should hear"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, unseen: int, **kwargs):
        super().__init__(*args, **kwargs)
        if unseen:
            self.fields["unseen_reason"].required = True
        else:
            del self.fields["unseen_reason"]
            self.layout = Layout("remark")


class PhotoForm(LayoutMixin, forms.Form):
    layout = Layout("photo")
    photo = PictureField(label=_("Photo"), help_text=_("Its place and time are removed. No patients in it."))


class NothingForm(LayoutMixin, forms.Form):
    """A button that asks once more; nothing to type."""
