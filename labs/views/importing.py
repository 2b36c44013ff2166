"""Values out of an analyser's file: look first, then take over."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres import once
from centres.errors import HmsError
from centres.permissions import Permission
from labs import services
from labs.forms import ImportForm
from labs.selectors.imports import plan
from labs.views.base import LabView


class Import(LabView):
    """A POST with a file shows what would happen; the POST of that preview writes the good lines. Taking the same
    file twice changes nothing the second time: a value that stands there already is passed over.
    """

    permission = Permission.LAB_WORK

    def get(self, request):
        return self.show(ImportForm())

    def post(self, request):
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        if form.cleaned_data.get("step") != "take":
            planned = plan(self.centre, form.readings)
            again = ImportForm(initial={"lines": form.as_lines, "step": "take"})
            return self.show(again, planned=planned)
        try:
            return redirect(once.answer_once(request, lambda: self.take(form)))
        except once.FormAlreadyUsed as error:
            messages.warning(request, str(error))
            return redirect(error.answer)
        except HmsError as error:
            form.add_error(None, str(error))
            return self.show(form, status=409)

    def take(self, form) -> str:
        planned = plan(self.centre, form.readings)
        new = services.enter_from_analyser(self.centre, [one for one in planned if one.is_new], by=self.request.user)
        self.warn_of_shelf(new)
        left = sum(bool(one.problem) for one in planned)
        messages.success(
            self.request, _("%(new)d values taken over, %(left)d lines left out.") % {"new": len(new), "left": left}
        )
        return self.url("worklist") + "?show=release"

    def show(self, form, status=200, planned=None):
        counts = {}
        if planned is not None:
            counts = {
                "new": sum(one.is_new for one in planned),
                "known": sum(one.is_known for one in planned),
                "left": sum(bool(one.problem) for one in planned),
            }
        context = {
            "bench_pages": self.bench_pages(),
            "form": form,
            "planned": planned,
            "counts": counts,
            "idem": once.new_key(self.request.user),
        }
        return render(self.request, "labs/import.html", context, status=status)
