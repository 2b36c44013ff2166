"""The reagent shelf."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.forms import MoveForm, ReagentForm, ReceiveForm
from labs.models import Reagent, ReagentLot
from labs.selectors import reagents
from labs.views.base import LabView


class Reagents(LabView):
    permission = Permission.LAB_WORK

    def get(self, request):
        context = {
            "bench_pages": self.bench_pages(),
            "shelf": reagents.shelf(self.centre),
            "moves": reagents.moves(self.centre),
        }
        return render(request, "labs/reagent_list.html", context)


class ReagentNew(FormMixin, LabView):
    permission = Permission.LAB_WORK
    form_class = ReagentForm
    template_name = "labs/reagent_form.html"

    def form_kwargs(self) -> dict:
        return {"centre": self.centre}

    def act(self, form) -> str:
        reagent = services.add_reagent(self.centre, by=self.request.user, **form.cleaned_data)
        return self.url("reagent-receive", reagent.pk)

    def context(self, form) -> dict:
        return {"title": _("New kit or reagent")}


class RowPage(FormMixin, LabView):
    permission = Permission.LAB_WORK
    template_name = "labs/reagent_form.html"

    def dispatch(self, request, *args, **kwargs):
        self.pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        _row = self.row  # another centre's row is a 404 before any form
        return super().get(request)

    def post(self, request):
        _row = self.row
        return super().post(request)


class ReagentReceive(RowPage):
    form_class = ReceiveForm

    @cached_property
    def row(self) -> Reagent:
        return self.get_or_404(Reagent.objects, pk=self.pk)

    def act(self, form) -> str:
        services.receive(self.row, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Put on the shelf."))
        return self.url("reagents")

    def context(self, form) -> dict:
        return {"title": _("Received: %(name)s") % {"name": self.row.name}, "unit": self.row.unit}


class ReagentMoveNew(RowPage):
    form_class = MoveForm

    @cached_property
    def row(self) -> ReagentLot:
        return self.get_or_404(ReagentLot.objects.select_related("reagent"), pk=self.pk)

    def act(self, form) -> str:
        typed = form.cleaned_data
        if typed["kind"] == "used":
            services.use(self.row, typed["quantity"], by=self.request.user)
        else:
            services.adjust(self.row, typed["quantity"], reason=typed["reason"], by=self.request.user)
        messages.success(self.request, _("Written down."))
        return self.url("reagents")

    def context(self, form) -> dict:
        lot = self.row
        words = _("%(count)d there") % {"count": lot.quantity}
        return {"title": f"{lot.reagent.name} {lot.lot_number}: {words}", "unit": lot.reagent.unit}
