"""Files asked for, how far they are, and their download: each person sees the own ones only."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import once
from centres.errors import HmsError
from centres.permissions import Permission
from opd import services
from opd.models import Export
from opd.reporting import periods
from opd.views.reporting.base import FiguresView, file_answer

SHOWN = 50


class Exports(FiguresView):
    """GET lists; POST asks for a register's file with `at`, `from`, `to` and `format`."""

    def get(self, request):
        rows = Export.objects.for_centre(self.centre).filter(requested_by=request.user).defer("content")[:SHOWN]
        rows = list(rows)
        is_busy = any(row.status in {Export.Status.WAITING, Export.Status.RUNNING} for row in rows)
        context = self.common(rows=rows, is_busy=is_busy, now=timezone.now())
        return render(request, "opd/reporting/exports.html", context)

    def post(self, request):
        try:
            return redirect(once.answer_once(request, self.ask))
        except once.FormAlreadyUsed as error:
            messages.warning(request, str(error))
            return redirect(error.answer)
        except HmsError as error:
            messages.error(request, str(error))
            return redirect(reverse("opd:figures-exports", args=[self.centre.code]))

    def ask(self) -> str:
        typed = self.request.POST
        period, problem = periods.asked({name: typed.get(name, "") for name in ("from", "to")})
        if problem:
            messages.warning(self.request, problem)
        wanted = typed.get("format", "")
        services.ask_for_export(
            self.scope, period, Export.Kind.REGISTER, wanted if wanted in Export.Format.values else "xlsx",
            by=self.request.user, centre=self.centre,
        )  # fmt: skip
        messages.success(self.request, _("The file is being made. It appears here when it is ready."))
        return reverse("opd:figures-exports", args=[self.centre.code])


class ExportDownload(FiguresView):
    def get(self, request, code):
        export = self.get_or_404(Export.objects.filter(requested_by=request.user).defer("content"), code=code)
        if export.asked["names"] and Permission.FIGURES_NAMES not in request.permissions:
            raise Http404  # the right was taken away since
        try:
            export = services.take_export(export, by=request.user)
        except HmsError as error:
            messages.error(request, str(error))
            return redirect(reverse("opd:figures-exports", args=[self.centre.code]))
        return file_answer(bytes(export.content), export.format, export.file_name)
