"""The network at its office: the list of centres and opening a further one."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres.forms.centre import CentreForm, FilterForm
from centres.permissions import Permission
from centres.selectors import network as selectors
from centres.services import network as services
from centres.views.base import CentreView, FormMixin


class Network(CentreView):
    permission = Permission.NETWORK_VIEW

    def get(self, request):
        form = FilterForm(request.GET)
        rows = list(form.narrow(selectors.centres(self.reached)))
        context = {"form": form, "rows": rows, "stages": selectors.stages(rows), "is_filtered": bool(request.GET)}
        return render(request, "centres/centre_list.html", context)


class CentreNew(FormMixin, CentreView):
    permission = Permission.NETWORK_MANAGE
    form_class = CentreForm
    template_name = "centres/centre_new.html"
    success_message = _("Centre added.")

    def act(self, form) -> str:
        centre = services.open_centre(form.values, by=self.request.user)
        return reverse("centre:settings", args=[self.request.centre.code, centre.code])
