"""The table of conditions and where each is treated: read by the network's officers, changed by its administrator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from opd import services
from opd.forms.care import CareLevelForm
from opd.models import CareLevel
from opd.models.care import Level


class CareList(CentreView):
    permission = Permission.NETWORK_VIEW

    def get(self, request):
        level = request.GET.get("level", "")
        rows = list(CareLevel.objects.select_related("diagnosis").order_by("diagnosis__category", "diagnosis__code"))
        tabs = [("", _("All"), len(rows))]
        tabs += [(value, label, sum(row.level == value for row in rows)) for value, label in Level.choices]
        shown = [row for row in rows if level not in Level.values or row.level == level]
        context = {"rows": shown, "tabs": tabs, "level": level, "reviewed": sum(row.is_reviewed for row in rows)}
        return render(request, "opd/care_list.html", context | {"all": len(rows)})


class CareEdit(FormMixin, CentreView):
    permission = Permission.NETWORK_MANAGE
    form_class = CareLevelForm
    template_name = "opd/care_edit.html"

    def dispatch(self, request, *args, **kwargs):
        self.icd = kwargs.pop("icd")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> CareLevel:
        row = CareLevel.objects.filter(diagnosis__code=self.icd).select_related("diagnosis").first()
        if row is None:
            raise Http404
        return row

    def form_kwargs(self):
        names = ("level", "tests", "medicines", "source", "is_reviewed", "version")
        return {"initial": {name: getattr(self.row, name) for name in names}}

    def context(self, form):
        levels = dict(Level.choices)
        changes = list(self.row.changes.select_related("changed_by"))
        for change in changes:
            change.was, change.became = (levels.get(state["level"], "–") for state in (change.before, change.after))
        return {"row": self.row, "changes": changes}

    def act(self, form) -> str:
        typed = dict(form.cleaned_data)
        version, reason = typed.pop("version"), typed.pop("reason")
        services.change_care_level(
            self.row, typed, version=version, reason=reason, by=self.request.user, centre=self.centre
        )
        messages.success(self.request, _("Saved."))
        return reverse("opd:care-levels", args=[self.centre.code])
