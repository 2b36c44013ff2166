"""The rollout of all centres: the board and the map."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres import rollout_map
from centres.forms.rollout import BoardForm
from centres.permissions import Permission
from centres.selectors import network
from centres.selectors import rollout as selectors
from centres.views.base import CentreView

TABS = (("rollout", _("Board")), ("rollout-map", _("Map")))


class RolloutView(CentreView):
    permission = Permission.NETWORK_VIEW

    def lines(self, form) -> list:
        lines = selectors.board(list(form.narrow(selectors.of_rollout(self.reached))))
        for line in lines:
            line.statement_url = reverse("centre:statement", args=[self.centre.code, line.centre.code])
            line.url = reverse("centre:rollout-centre", args=[self.centre.code, line.centre.code])
        return selectors.sort(lines, self.request.GET.get("sort", ""))

    def page(self, form, lines) -> dict:
        query = {name: value for name, value in self.request.GET.items() if name in form.fields and value}
        return {
            "form": form,
            "lines": lines,
            "stages": network.stages([line.centre for line in lines]),
            "is_filtered": bool(query),
            "tabs": [(name, label, reverse(f"centre:{name}", args=[self.centre.code])) for name, label in TABS],
            "tab": self.tab,
        }


class Board(RolloutView):
    tab = "rollout"

    def get(self, request):
        form = BoardForm(request.GET)
        lines = self.lines(form)
        context = {
            **self.page(form, lines),
            "sort": request.GET.get("sort") if request.GET.get("sort") in selectors.SORTS else "phase",
            "late": sum(bool(line.next_step and line.next_step.is_late) for line in lines),
            "blocked": sum(bool(line.blockers) for line in lines),
            "silent": sum(line.is_silent for line in lines),
        }
        return render(request, "centres/rollout_board.html", context)


class Map(RolloutView):
    tab = "rollout-map"

    def get(self, request):
        form = BoardForm(request.GET)
        lines = self.lines(form)
        context = {**self.page(form, lines), "plan": rollout_map.draw(lines)}
        return render(request, "centres/rollout_map.html", context)
