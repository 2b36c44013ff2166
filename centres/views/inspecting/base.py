"""What the office's pages share: rows of this office, and the tabs."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres.models import Inspection
from centres.permissions import Permission
from centres.selectors import inspecting
from centres.views.base import CentreView, FormMixin

TABS = (
    ("inspection:rounds", _("Rounds"), Permission.INSPECT),
    ("inspection:compare", _("Compare centres"), Permission.INSPECT),
    ("gap:list", _("Gaps"), Permission.GAP_MANAGE),
    ("proposal:list", _("Proposals"), Permission.PROPOSE),
    ("inspection:checklists", _("Checklists"), Permission.CHECKLIST_MANAGE),
)
FULL = ("centre", "office", "round", "version__checklist", "inspector")


class OfficeView(CentreView):
    """`self.centre` is the office; its rows are those it planned itself."""

    tab = ""

    def mine(self, queryset, **lookup):
        row = queryset.filter(office=self.centre, **lookup).first()
        if row is None:
            raise Http404
        return row

    def url(self, name: str, *args) -> str:
        return reverse(name, args=[self.centre.code, *args])

    def page(self) -> dict:
        may = self.request.permissions
        tabs = [
            {"url": self.url(name), "label": label, "is_current": name == self.tab}
            for name, label, permission in TABS
            if permission in may
        ]
        return {"tabs": tabs}

    def render(self, template: str, context: dict | None = None, status: int = 200):
        return render(self.request, template, {**self.page(), **(context or {})}, status=status)


class OfficeForm(FormMixin, OfficeView):
    """A form of the office on the plain page. `row` is looked up before anything is typed."""

    template_name = "centres/inspection/form.html"
    title = ""
    button = _("Save")

    @cached_property
    def row(self):
        return None

    def dispatch(self, request, *args, **kwargs):
        self.parts = {name: kwargs.pop(name) for name in list(kwargs) if name != "centre"}
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        _row = self.row  # another office's row is a 404 before any form
        return super().get(request)

    def post(self, request):
        _row = self.row
        return super().post(request)

    def back_url(self) -> str:
        raise NotImplementedError

    def context(self, form) -> dict:
        words = {"heading": str(self.title), "button": self.button, "back_url": self.back_url()}
        return {**self.page(), **words, **self.more(form)}

    def more(self, form) -> dict:
        return {}


class VisitView(OfficeView):
    """A page about one visit, addressed by its code."""

    permission = Permission.INSPECT
    tab = "inspection:rounds"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def visit(self) -> Inspection:
        return self.mine(Inspection.objects.select_related(*FULL), code=self.code)

    @cached_property
    def lines(self):
        return inspecting.lines(self.visit)

    def back(self):
        return redirect("inspection:visit", self.centre.code, self.visit.code)
