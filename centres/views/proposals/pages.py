"""Seeing and following: the list with its money, one proposal, its letter, sending, the decision, money."""

from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres import audit, documents
from centres.forms import proposals as forms
from centres.models import Proposal
from centres.permissions import Permission
from centres.selectors import proposals as selectors
from centres.services import proposals as services
from centres.services.proposals.sending import seal_of
from centres.views.inspecting.base import OfficeView
from centres.views.proposals.base import ProposalForm, ProposalView

Status = Proposal.Status


class Proposals(OfficeView):
    permission = Permission.PROPOSE
    tab = "proposal:list"

    def get(self, request):
        rows = list(selectors.proposals(self.centre)[:200])
        context = {"rows": rows, "sums": selectors.of_all(rows), "late": selectors.late(rows)}
        return self.render("centres/proposal/list.html", context)


class ProposalPage(ProposalView):
    def get(self, request):
        proposal, lines = self.proposal, self.lines
        context = {
            "proposal": proposal,
            "lines": lines,
            "total": selectors.total(lines),
            "without": sum(line.unit_cost is None for line in lines),
            "sums": selectors.sums(proposal),
            "releases": proposal.releases.select_related("recorded_by"),
            "spendings": proposal.spendings.select_related("recorded_by", "line__gap__centre"),
            "late": selectors.late_deliveries(proposal) if proposal.status == Status.DECIDED else [],
            "is_whole": proposal.status == Status.DRAFT or seal_of(proposal.content) == proposal.seal,
        }
        return self.render("centres/proposal/view.html", context)


class Letter(ProposalView):
    """The letter as PDF: what was sent, or the draft as it would be sent now."""

    def get(self, request, **kwargs):
        proposal = self.proposal
        content = proposal.content if proposal.sent_at else self.preview()
        audit.record("proposal.viewed", by=request.user, centre=self.centre, target=proposal)
        is_demo = self.centre.is_demo or any(line.gap.centre.is_demo for line in self.lines)
        paper = documents.letter_pdf(content, seal=proposal.seal, is_demo=is_demo)
        response = HttpResponse(paper, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="proposal-{proposal.code}.pdf"'
        return response

    def preview(self) -> dict:
        """A draft has no number, day or signature, and lines without a cost count nothing."""
        return selectors.preview(self.proposal, self.lines)


class Send(ProposalForm):
    form_class = forms.SendForm
    template_name = "centres/proposal/send.html"
    title = _("Send the proposal")
    button = _("Number and freeze it")
    success_message = _("Sent. Print the letter; nothing in it changes any more.")

    def act(self, form) -> str:
        services.send(self.row, by=self.request.user, **form.cleaned_data)
        return self.back_url()

    def more(self, form) -> dict:
        lines = selectors.lines(self.row)
        return {**super().more(form), "count": len(lines), "total": selectors.total(lines)}


class Decide(ProposalForm):
    form_class = forms.DecisionForm
    template_name = "centres/proposal/decide.html"
    title = _("What the State answered")
    button = _("Keep the decision")
    success_message = _("Decision kept; the gaps moved on.")

    @cached_property
    def lines(self):
        return selectors.lines(self.row)

    def form_kwargs(self) -> dict:
        return {"lines": self.lines}

    def act(self, form) -> str:
        names = ("on", "decision", "money_by")
        values = {name: form.cleaned_data[name] for name in names}
        services.decide(self.row, form.answers, by=self.request.user, **values)
        return self.back_url()


class Release(ProposalForm):
    form_class = forms.MoneyForm
    title = _("Money came")
    success_message = _("Written down.")

    def act(self, form) -> str:
        services.release(self.row, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class Spend(ProposalForm):
    form_class = forms.SpendForm
    title = _("Money was spent")
    success_message = _("Written down.")

    def form_kwargs(self) -> dict:
        return {"lines": self.row.lines.select_related("gap__centre").exclude(outcome="refused")}

    def act(self, form) -> str:
        services.spend(self.row, by=self.request.user, **form.cleaned_data)
        return self.back_url()
