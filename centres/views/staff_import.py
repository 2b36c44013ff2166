"""Staff out of a file: choose, preview, confirm, and the links that show once."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import imports
from centres.forms.importing import ConfirmForm, StaffImportForm
from centres.imports import people
from centres.models import Centre
from centres.permissions import Permission
from centres.views import kept_file, shown_once
from centres.views.managed import ManagedForm, ManagedView


class StaffFile:
    """At a centre its own staff; at the office, for whoever runs the network, that of every centre."""

    permission = Permission.STAFF_MANAGE
    tab = "staff"
    back = "staff"

    @property
    def rules(self) -> dict:
        is_office = self.at is None and self.target.kind == Centre.Kind.ADMIN
        centres = list(self.reached) if is_office and self.manages_network else [self.target]
        return {"centres": centres, "permissions": self.request.permissions}


class StaffImport(StaffFile, ManagedForm):
    form_class = StaffImportForm
    template_name = "centres/staff_import.html"
    title = gettext_lazy("Staff from a file")

    def form_kwargs(self) -> dict:
        files = {"files": self.request.FILES} if self.request.method == "POST" else {}
        return {"rules": self.rules, **files}

    def more(self, form) -> dict:
        several = len(self.rules["centres"]) > 1
        return {"columns": people.COLUMNS, "rows_at_most": people.MAX_ROWS, "names_centre": several}

    def act(self, form) -> str:
        reference = uuid.uuid4()
        path = self.link("staff-import-preview", reference=reference)
        kept_file.keep(form.text, reference, path, self.request.user)
        return path


class StaffPreview(StaffFile, ManagedForm):
    """What the file would do; confirming acts once and drops it."""

    form_class = ConfirmForm
    template_name = "centres/staff_import_preview.html"
    title = gettext_lazy("What the file would change")

    def dispatch(self, request, *args, reference, **kwargs):
        self.reference = reference
        return super().dispatch(request, *args, **kwargs)

    def more(self, form) -> dict:
        rows = people.preview(kept_file.read(self.request, self.reference), **self.rules)
        order = {"wrong": 0, "new": 1, "changed": 2, "unchanged": 3}
        return {
            "rows": sorted(rows, key=lambda row: (order[row.status], row.line)),
            "counts": [(status, sum(row.status == status for row in rows)) for status in order],
            "can_confirm": not any(row.errors for row in rows) and any(row.status != "unchanged" for row in rows),
            "choose_url": self.link("staff-import"),
        }

    def act(self, form) -> str:
        text = kept_file.read(self.request, self.reference)
        done, tokens = imports.enrol(text, office=self.centre, by=self.request.user, **self.rules)
        kept_file.drop(self.reference)
        words = _("%(new)d people new, %(changed)d given a further role, %(unchanged)d as they were.") % done
        messages.success(self.request, words)
        if not tokens:
            return self.link("staff")
        shown_once.keep_several(self.request, tokens)
        return self.link("staff-links")


class StaffLinks(StaffFile, ManagedView):
    """The links of people just added: on screen and paper once, then nowhere."""

    def get(self, request):
        people_with_links = shown_once.take_several(request)
        if not people_with_links:
            messages.info(request, _("These links were shown before. A new one can be made on each person's page."))
            return redirect(self.link("staff"))
        return self.render("centres/staff_links.html", {"people": people_with_links, "staff_url": self.link("staff")})
