"""Opening hours of one centre, a week on one page."""

from django.utils.translation import gettext_lazy as _

from centres.errors import CentresError
from centres.forms.places import HoursForm
from centres.permissions import Permission
from centres.services import places
from centres.views.managed import ManagedForm


class Hours(ManagedForm):
    permission = Permission.CENTRE_MANAGE
    form_class = HoursForm
    template_name = "centres/session_edit.html"
    tab = "settings-hours"
    back = "settings-hours"
    title = _("Opening hours")
    success_message = _("Saved.")

    def form_kwargs(self) -> dict:
        return {"centre": self.target}

    def act(self, form) -> str:
        try:
            places.set_hours(self.target, form.hours(), by=self.request.user)
        except CentresError as error:
            raise CentresError(str(error), field=f"starts_{error.field}_1") from error
        return self.link("settings-hours")
