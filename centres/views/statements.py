"""Services and resources of a centre as they stand today."""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from centres.forms.statement import PhotoForm, StatementForm
from centres.models import Statement, StatementPhoto
from centres.permissions import Permission
from centres.selectors import statements as selectors
from centres.services import statements
from centres.views.managed import ManagedAction, ManagedForm, ManagedView
from hms.lib import pictures


class StatementPage(ManagedView):
    """The newest statement, or one of an earlier day."""

    permission = Permission.STATEMENT
    network_permission = Permission.NETWORK_VIEW
    tab = "statement"

    def get(self, request, pk=None):
        newest = selectors.latest(self.target)
        row = newest if pk is None else self.get_or_404(Statement.objects.select_related("made_by"), pk=pk)
        is_own = self.at is None
        context = {
            "statement": row,
            "is_newest": row == newest,
            "is_today": bool(row) and row.on == timezone.localdate(),
            "groups": selectors.shown(self.target, row) if row else [],
            "photos": self.photos(row) if row else [],
            "days": self.days(),
            "urls": {name: self.link(f"statement-{name}") for name in ("new", "same", "photo")} if is_own else {},
            "photo_form": PhotoForm(),
            "unreviewed": selectors.unreviewed(),
        }
        return self.render("centres/statement.html", context)

    def photos(self, statement) -> list[StatementPhoto]:
        rows = list(statement.photos.defer("jpeg"))
        for row in rows:
            row.url = self.link("statement-picture", pk=row.pk)
        return rows

    def days(self) -> list[Statement]:
        rows = selectors.days(self.target)
        for row in rows:
            row.url = self.link("statement-day", pk=row.pk)
        return rows


class StatementNew(ManagedForm):
    permission = Permission.STATEMENT
    form_class = StatementForm
    tab = back = "statement"
    template_name = "centres/statement_new.html"
    title = gettext_lazy("Services and resources today")
    success_message = gettext_lazy("Today's statement is saved.")

    def form_kwargs(self) -> dict:
        return {"groups": selectors.prefilled(self.target)}

    def more(self, form) -> dict:
        return {"unreviewed": selectors.unreviewed()}

    def act(self, form) -> str:
        statements.state(self.target, form.said, remark=form.cleaned_data["remark"], by=self.request.user)
        return self.link("statement")


class StatementSame(ManagedAction):
    permission = Permission.STATEMENT
    done = gettext_lazy("Confirmed: everything as last stated.")

    def back_url(self) -> str:
        return self.link("statement")

    def act(self) -> str:
        statements.confirm(self.target, by=self.request.user)
        return self.link("statement")


class PhotoAdd(ManagedForm):
    permission = Permission.STATEMENT
    form_class = PhotoForm
    tab = back = "statement"
    template_name = "centres/statement_photo.html"
    title = gettext_lazy("Add a photo")
    success_message = gettext_lazy("Photo saved, without place and time of the camera.")

    def get(self, request):
        return super().get(request) if selectors.latest(self.target) else redirect(self.link("statement"))

    def form_kwargs(self) -> dict:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def act(self, form) -> str:
        said = form.cleaned_data
        row = statements.newest_of_today(self.target)
        statements.add_photo(row, said["photo"], said["caption"], by=self.request.user)
        return self.link("statement")


class Photo(ManagedView):
    permission = Permission.STATEMENT
    network_permission = Permission.NETWORK_VIEW

    def get(self, request, pk):
        return pictures.answer(self.get_or_404(StatementPhoto.objects, pk=pk).jpeg)
