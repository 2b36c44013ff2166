"""Pack sizes and days until a call: read by the network's officers, changed by its administrator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from opd import services
from opd.forms.house import HouseNumberForm
from opd.models import HouseNumber


class HouseNumbers(CentreView):
    permission = Permission.NETWORK_VIEW

    def get(self, request):
        rows = list(HouseNumber.objects.all())
        context = {"rows": rows, "reviewed": sum(row.is_reviewed for row in rows), "all": len(rows)}
        return render(request, "opd/house_list.html", context)


class HouseNumberEdit(FormMixin, CentreView):
    permission = Permission.NETWORK_MANAGE
    form_class = HouseNumberForm
    template_name = "opd/house_edit.html"

    def dispatch(self, request, *args, **kwargs):
        self.rule = kwargs.pop("rule")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> HouseNumber:
        row = HouseNumber.objects.filter(code=self.rule).first()
        if row is None:
            raise Http404
        return row

    def form_kwargs(self):
        return {"initial": {name: getattr(self.row, name) for name in ("number", "source", "is_reviewed", "version")}}

    def context(self, form):
        return {"row": self.row}

    def act(self, form) -> str:
        typed = dict(form.cleaned_data)
        version, reason = typed.pop("version"), typed.pop("reason")
        services.change_house_number(
            self.row, typed, version=version, reason=reason, by=self.request.user, centre=self.centre
        )
        messages.success(self.request, _("Saved."))
        return reverse("opd:house-numbers", args=[self.centre.code])
