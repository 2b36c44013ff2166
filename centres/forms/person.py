"""Staff: who they are and what they may do where."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.forms.fields import DayField
from centres.forms.versioned import VersionMixin
from centres.models import User
from centres.permissions import Role
from hms.lib.forms import LayoutMixin
from hms.lib.ids import InvalidId, parse_phone

NAMES = Row(Column("name_en"), Column("name_hi"))
WORK = Row(Column("designation"), Column("registration_number"), Column("phone"), Column("language"))


class PersonForm(LayoutMixin, VersionMixin, forms.ModelForm):
    """Who somebody is."""

    layout = Layout("version", NAMES, WORK)

    class Meta:
        model = User
        fields = ["name_en", "name_hi", "phone", "designation", "registration_number", "language"]

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        try:
            return parse_phone(phone) if phone else ""
        except InvalidId as error:
            raise forms.ValidationError(str(error)) from None


class RoleFields(forms.Form):
    """A role from a day on, perhaps until another. `roles` are those that may be given here."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args, roles: list[Role], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("choose")), *((role.value, role.label) for role in map(Role, roles))]
        self.fields["starts_on"].initial = timezone.localdate

    @property
    def days(self) -> dict:
        return {"starts_on": self.cleaned_data["starts_on"], "ends_on": self.cleaned_data["ends_on"]}


class NewPersonForm(RoleFields, PersonForm):
    """Somebody new, with a first role."""

    layout = Layout(
        "version", Row(Column("username"), Column("role"), Column("starts_on"), Column("ends_on")), NAMES, WORK
    )

    username = forms.RegexField(
        r"^[a-z][a-z0-9.-]{2,39}$",
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("Small letters, digits, dots: asha.kumari. It never changes."),
        error_messages={
            "invalid": gettext_lazy("Three to forty small letters, digits, dots or hyphens; a letter first.")
        },
    )

    class Meta(PersonForm.Meta):
        fields = ["username", *PersonForm.Meta.fields]
        error_messages = {"username": {"unique": gettext_lazy("Somebody has this user name already. Choose another.")}}

    @property
    def person(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RoleForm(LayoutMixin, RoleFields):
    """A further role for somebody who is here already."""

    layout = Layout(Row(Column("role"), Column("starts_on"), Column("ends_on")))


class ColleagueForm(LayoutMixin, RoleFields):
    """Somebody who has an account through another centre."""

    layout = Layout(Row(Column("username"), Column("role"), Column("starts_on"), Column("ends_on")))

    username = forms.CharField(label=gettext_lazy("User name"), max_length=40)

    def clean_username(self):
        user = User.objects.filter(username=self.cleaned_data["username"].lower(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("Nobody has this user name. Ask the colleague how they sign in."))
        self.user = user
        return user.username


class EndRoleForm(LayoutMixin, forms.Form):
    """The last day of a role."""

    layout = Layout("last_day")
    last_day = DayField(
        label=gettext_lazy("Last day in this role"),
        help_text=gettext_lazy("Yesterday's date ends it at once."),
        initial=timezone.localdate,
    )
