"""A page or form about one proposal of this office."""

from django.utils.functional import cached_property

from centres.models import Proposal
from centres.permissions import Permission
from centres.selectors import proposals as selectors
from centres.views.inspecting.base import OfficeForm, OfficeView

FULL = ("office", "sent_by", "decided_by", "made_by")


class ProposalView(OfficeView):
    permission = Permission.PROPOSE
    tab = "proposal:list"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def proposal(self) -> Proposal:
        return self.mine(Proposal.objects.select_related(*FULL), code=self.code)

    @cached_property
    def lines(self):
        return selectors.lines(self.proposal)


class ProposalForm(OfficeForm):
    permission = Permission.PROPOSE
    tab = "proposal:list"

    @cached_property
    def row(self) -> Proposal:
        return self.mine(Proposal.objects.select_related(*FULL), code=self.parts["code"])

    def back_url(self) -> str:
        return self.url("proposal:view", self.row.code)

    def more(self, form) -> dict:
        return {"beside": self.row.number or self.row.title, "proposal": self.row}
