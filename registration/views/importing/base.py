"""What the pages of an import share: the person in charge opens them at the counter, the office for a centre."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from centres.models import Centre
from centres.permissions import Permission
from centres.views.managed import ManagedView
from registration.models import RegisterImport
from registration.views.base import counter_sides


class ImportView(ManagedView):
    """`self.target` is the centre whose register it is."""

    permission = network_permission = Permission.REGISTER_IMPORT
    tab = "registration:imports"

    def dispatch(self, request, *args, **kwargs):
        """An office has no patients of its own: choose the centre first."""
        about = kwargs.get("at", request.centre.code)
        is_office = Centre.objects.filter(code=about, kind=Centre.Kind.ADMIN).exists()
        if is_office and self.permission in request.permissions:
            return redirect("centre:network", request.centre.code)
        return super().dispatch(request, *args, **kwargs)

    def url(self, name: str, *code: str) -> str:
        side = {} if self.at is None else {"at": self.at}
        named = {"code": code[0]} if code else {}
        return reverse(f"registration:{name}", kwargs={"centre": self.request.centre.code, **side, **named})

    def page(self) -> dict:
        """At the centre with the counter's sides, at the office with the pages about that centre."""
        about = {"imports_url": self.url("imports"), "target": self.target}
        if self.at is None:
            return {
                **about,
                "layout": "registration/_counter_page.html",
                **counter_sides(self.target, self.request.user),
            }
        return {**about, **super().page(), "layout": "registration/_import_page.html"}


class FindRun(View):
    """The run in the address, found behind the check of the right."""

    def dispatch(self, request, *args, code, **kwargs):
        rows = RegisterImport.objects.select_related("centre", "chosen_by", "started_by", "stopped_by")
        self.run = self.get_or_404(rows, code=code)
        return super().dispatch(request, *args, **kwargs)

    def run_url(self, name: str = "import-run") -> str:
        return self.url(name, self.run.code)
