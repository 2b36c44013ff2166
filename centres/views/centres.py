"""One centre: what is known about it, its settings."""

from django.utils.translation import gettext_lazy

from centres.forms.centre import CentreForm, SettingsForm
from centres.models import Centre
from centres.permissions import Permission
from centres.selectors import network as selectors
from centres.services import network as services
from centres.views.managed import ManagedForm, ManagedView


class CentreOverview(ManagedView):
    """From the office district officers may look too."""

    permission = Permission.CENTRE_MANAGE
    network_permission = Permission.NETWORK_VIEW
    tab = "settings"

    def get(self, request):
        context = {
            "departments": self.target.departments.select_related("room"),
            "sessions": self.target.sessions.all(),
            "history": selectors.stage_history(self.target),
            "staff": selectors.staff_count(self.target),
            "edit_url": self.link("settings-edit") if self.may_edit() else "",
            "stage_url": "" if self.target.kind == Centre.Kind.ADMIN else self.link("rollout-centre"),
        }
        return self.render("centres/centre_view.html", context)

    def may_edit(self) -> bool:
        return self.manages_network if self.at else Permission.CENTRE_MANAGE in self.request.permissions


class CentreEdit(ManagedForm):
    """The office edits everything, the centre's own people their settings."""

    permission = Permission.CENTRE_MANAGE
    tab = "settings"
    title = gettext_lazy("Change the entry")
    template_name = "centres/centre_edit.html"
    success_message = gettext_lazy("Saved.")

    @property
    def form_class(self):
        return CentreForm if self.at else SettingsForm

    def form_kwargs(self) -> dict:
        return {"instance": Centre.objects.get(pk=self.target.pk)}

    def act(self, form) -> str:
        version = form.cleaned_data["version"] or 0
        services.change_centre(self.target, form.values, version=version, by=self.request.user)
        return self.link("settings")

    def more(self, form) -> dict:
        current = Centre.objects.get(pk=self.target.pk)
        return {"differences": form.differences(current)}
