"""Writing: choosing gaps, the letter's words, lines."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres.forms import proposals as forms
from centres.forms.inspecting.rounds import NothingForm
from centres.models import ProposalLine
from centres.permissions import Permission
from centres.selectors import proposals as selectors
from centres.services import proposals as services
from centres.views.inspecting.base import OfficeForm
from centres.views.proposals.base import ProposalForm

MOST_SHOWN = 500


def choosing(view, form) -> dict:
    """The table of gaps to tick: narrowed by the address, what was ticked stays ticked."""
    narrow = forms.ChooseForm(view.request.GET, office=view.centre)
    rows = list(narrow.narrow(selectors.choosable(view.centre))[:MOST_SHOWN])
    ticked = set(form.data.getlist("gaps")) if form.is_bound else set(view.request.GET.getlist("gap"))
    return {"filter": narrow, "gaps": rows, "ticked": ticked}


class ProposalNew(OfficeForm):
    permission = Permission.PROPOSE
    tab = "proposal:list"
    form_class = forms.GapsForm
    template_name = "centres/proposal/choose.html"
    title = _("New proposal")
    button = _("Write the proposal")

    def form_kwargs(self) -> dict:
        return {"office": self.centre}

    def back_url(self) -> str:
        return self.url("proposal:list")

    def act(self, form) -> str:
        proposal = services.draft(
            self.centre, form.cleaned_data["gaps"], title=form.cleaned_data["title"], by=self.request.user
        )
        return self.url("proposal:view", proposal.code)

    def more(self, form) -> dict:
        return choosing(self, form)


class GapsAdd(ProposalForm):
    form_class = forms.GapsForm
    template_name = "centres/proposal/choose.html"
    title = _("Further gaps")
    button = _("Add")

    def form_kwargs(self) -> dict:
        return {"office": self.centre, "has_title": False}

    def act(self, form) -> str:
        services.add_gaps(self.row, form.cleaned_data["gaps"], by=self.request.user)
        return self.back_url()

    def more(self, form) -> dict:
        return {**super().more(form), **choosing(self, form)}


class LetterEdit(ProposalForm):
    form_class = forms.LetterForm
    title = _("Words of the letter")
    success_message = _("Saved.")

    def form_kwargs(self) -> dict:
        names = ("title", "addressed_to", "justification", "version")
        return {"initial": {name: getattr(self.row, name) for name in names}}

    def act(self, form) -> str:
        values = dict(form.cleaned_data)
        services.change_letter(self.row, values, version=values.pop("version"), by=self.request.user)
        return self.back_url()


class DraftRemove(ProposalForm):
    form_class = NothingForm
    title = _("Throw the proposal away")
    button = _("Throw away")
    success_message = _("Thrown away; its gaps stay as they were.")

    def act(self, form) -> str:
        services.throw_away(self.row, by=self.request.user)
        return self.url("proposal:list")


class LinePage(ProposalForm):
    @cached_property
    def line(self) -> ProposalLine:
        lines = ProposalLine.objects.filter(proposal=self.row, position=self.parts["number"])
        line = lines.select_related("proposal", "gap__centre").first()
        if line is None:
            raise Http404
        return line

    def get(self, request):
        _line = self.line
        return super().get(request)

    def post(self, request):
        _line = self.line
        return super().post(request)

    def more(self, form) -> dict:
        return {"beside": f"{self.line.name} · {self.line.gap.centre.name}"}


class LineEdit(LinePage):
    form_class = forms.LineForm
    title = _("Quantity and cost")
    success_message = _("Saved.")

    def form_kwargs(self) -> dict:
        line = self.line
        values = {name: getattr(line, name) for name in ("quantity", "unit_cost", "price_source")}
        return {"initial": {**values, "seen": line.state}}

    def act(self, form) -> str:
        typed = dict(form.cleaned_data)
        services.change_line(self.line, by=self.request.user, seen=typed.pop("seen") or None, **typed)
        return self.back_url()


class LineRemove(LinePage):
    form_class = NothingForm
    title = _("Take the line out")
    button = _("Take out")

    def act(self, form) -> str:
        services.remove_line(self.line, by=self.request.user)
        return self.back_url()
