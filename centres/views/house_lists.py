"""Limits and lists of the house: read by officers, changed by the network's administrator."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres import house_lists
from centres.permissions import Permission
from centres.selectors import house_lists as selectors
from centres.services import house_lists as services
from centres.views.base import CentreView, FormMixin


class ListView(CentreView):
    permission = Permission.NETWORK_VIEW

    def dispatch(self, request, *args, **kwargs):
        self.parts = {name: kwargs.pop(name, "") for name in ("kind", "code")}
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def one(self) -> house_lists.HouseList:
        found = house_lists.find(self.parts["kind"])
        if found is None:
            raise Http404
        return found

    def common(self) -> dict:
        return {"one": self.one, "lists": house_lists.every()}


class HouseList(ListView):
    def get(self, request):
        rows = selectors.shown(self.one)
        reviewed = sum(row.is_reviewed for row in rows)
        return render(
            request, "centres/house_list.html", {**self.common(), "rows": rows, "reviewed": reviewed, "all": len(rows)}
        )


class HouseListRow(FormMixin, ListView):
    """One row with its history; sending needs the administrator's right."""

    permission_to_post = Permission.NETWORK_MANAGE
    template_name = "centres/house_list_row.html"
    success_message = _("Saved.")

    @cached_property
    def row(self):
        found = selectors.row_of(self.one, self.parts["code"])
        if found is None:
            raise Http404
        return found

    @property
    def form_class(self):
        return self.one.form

    @cached_property
    def changes(self) -> list:
        return list(selectors.history(self.one, self.parts["code"]))

    def post(self, request):
        _row = self.row
        return super().post(request)

    def form_kwargs(self) -> dict:
        return {"row": self.row, "initial": {"seen": len(self.changes)}}

    def context(self, form) -> dict:
        labels = {name: field.label for name, field in form.fields.items()}
        changes = selectors.steps(self.changes, labels)
        return {
            **self.common(),
            "row": self.row,
            "name": self.one.name(self.row),
            "limit": self.one.said(self.row),
            "changes": changes,
        }

    def act(self, form) -> str:
        said = form.cleaned_data
        services.change(
            self.one, self.row, form.values, seen=said["seen"], reason=said["reason"], by=self.request.user,
            centre=self.centre,
        )  # fmt: skip
        return reverse("centre:house-list", args=[self.centre.code, self.one.key])
