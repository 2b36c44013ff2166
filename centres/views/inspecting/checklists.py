"""Checklists on screen: the lists, one list with its items, drafts, publishing, files."""

import csv
import io

from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres import once
from centres.forms.inspecting.checklists import COLUMNS, ChecklistForm, FileForm, ItemForm, PublishForm
from centres.forms.inspecting.rounds import NothingForm
from centres.models import Checklist, ChecklistItem, ChecklistVersion
from centres.permissions import Permission
from centres.services import checklists as services
from centres.views.inspecting.base import OfficeForm, OfficeView
from hms.lib.sheets import harmless

Status = ChecklistVersion.Status


class Checklists(OfficeView):
    permission = Permission.CHECKLIST_MANAGE
    tab = "inspection:checklists"

    def get(self, request):
        newest = ChecklistVersion.objects.order_by("checklist__code", "-number").distinct("checklist__code")
        rows = list(newest.select_related("checklist", "made_by"))
        return self.render("centres/inspection/checklists.html", {"rows": rows})


def find(code: str) -> ChecklistVersion:
    """The newest version, draft or not."""
    version = ChecklistVersion.objects.filter(checklist__code=code).select_related("checklist", "made_by").first()
    if version is None:
        raise Http404
    return version


class ChecklistView(OfficeView):
    permission = Permission.CHECKLIST_MANAGE
    tab = "inspection:checklists"

    def get(self, request, code):
        version = find(code)
        versions = version.checklist.versions.select_related("made_by")
        context = {"version": version, "items": version.items.all(), "versions": versions}
        return self.render("centres/inspection/checklist.html", {**context, "idem": once.new_key(request.user)})


class ChecklistFile(OfficeView):
    """The items as CSV, as the import takes them."""

    permission = Permission.CHECKLIST_MANAGE

    def get(self, request, code):
        version, out = find(code), io.StringIO()
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for item in version.items.all():
            priority = "essential" if item.is_essential else "desirable"
            cells = {"item_en": item.name_en, "item_hi": item.name_hi, "priority": priority}
            cells["norm"] = f"{item.norm.normalize():f}"
            writer.writerow([harmless(cells.get(name, getattr(item, name, ""))) for name in COLUMNS])
        response = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{version.checklist.code}-v{version.number}.csv"'
        return response


class ChecklistNew(OfficeForm):
    permission = Permission.CHECKLIST_MANAGE
    tab = "inspection:checklists"
    form_class = ChecklistForm
    title = _("New checklist")

    def back_url(self) -> str:
        return self.url("inspection:checklists")

    def act(self, form) -> str:
        version = services.create(by=self.request.user, **form.cleaned_data)
        return self.url("inspection:checklist", version.checklist.code)


class ListForm(OfficeForm):
    """A form about the newest version of one list."""

    permission = Permission.CHECKLIST_MANAGE
    tab = "inspection:checklists"

    @cached_property
    def row(self) -> ChecklistVersion:
        return find(self.parts["code"])

    def back_url(self) -> str:
        return self.url("inspection:checklist", self.row.checklist.code)

    def more(self, form) -> dict:
        return {"beside": f"{self.row.checklist.name} v{self.row.number}"}


class ChecklistDraft(ListForm):
    form_class = NothingForm
    title = _("Make the next version")
    button = _("Begin")

    def act(self, form) -> str:
        services.draft_of(Checklist.objects.get(pk=self.row.checklist_id), by=self.request.user)
        return self.back_url()


class ChecklistPublish(ListForm):
    form_class = PublishForm
    title = _("Put into use")
    button = _("Put into use")
    success_message = _("New rounds use this version.")

    def form_kwargs(self) -> dict:
        return {"initial": {"source": self.row.source}}

    def act(self, form) -> str:
        services.publish(self.row, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ChecklistImport(ListForm):
    form_class = FileForm
    template_name = "centres/inspection/checklist_import.html"
    title = _("Items from a file")
    button = _("Take the items")
    success_message = _("The items of the file stand in the draft.")

    def form_kwargs(self) -> dict:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def act(self, form) -> str:
        services.replace_items(self.row, form.rows, by=self.request.user)
        return self.back_url()

    def more(self, form) -> dict:
        return {**super().more(form), "columns": COLUMNS, "code": self.row.checklist.code}


class ItemNew(ListForm):
    form_class = ItemForm
    title = _("New item")
    success_message = _("Saved.")
    item: ChecklistItem | None = None

    def form_kwargs(self) -> dict:
        return {"initial": {"source": self.row.source}}

    def act(self, form) -> str:
        services.save_item(self.row, self.item, form.cleaned_data, by=self.request.user)
        return self.back_url()


class ItemPage(ListForm):
    """One item of the newest version."""

    @cached_property
    def item(self) -> ChecklistItem:
        item = self.row.items.filter(code=self.parts["item"]).select_related("version").first()
        if item is None:
            raise Http404
        return item

    def get(self, request):
        _item = self.item
        return super().get(request)

    def post(self, request):
        _item = self.item
        return super().post(request)


class ItemEdit(ItemPage):
    form_class = ItemForm
    title = _("Change an item")
    success_message = _("Saved.")

    def form_kwargs(self) -> dict:
        return {"instance": ChecklistItem.objects.get(pk=self.item.pk)}

    def act(self, form) -> str:
        services.save_item(self.row, self.item, form.cleaned_data, by=self.request.user)
        return self.back_url()


class ItemRemove(ItemPage):
    form_class = NothingForm
    title = _("Take out of the list")
    button = _("Take out")

    def act(self, form) -> str:
        services.remove_item(self.item, by=self.request.user)
        return self.back_url()

    def more(self, form) -> dict:
        return {"beside": f"{self.item.code} {self.item.name}"}
