"""Money that came and money that was spent."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Proposal, ProposalLine, ProposalRelease, ProposalSpending
from centres.selectors import proposals as selectors
from hms.lib import money


@transaction.atomic
def release(proposal: Proposal, *, amount: Decimal, on: date, reference: str, by) -> ProposalRelease:
    """Money came. Raises CentresError beyond what was sanctioned, or for a day that cannot be."""
    proposal = _decided(proposal)
    _check_day(on, proposal.decided_on, _("Money cannot come before the decision."))
    left = selectors.sums(proposal)
    _check_amount(amount, left.sanctioned - left.released, _("Only %(left)s of what was sanctioned is still to come."))
    row = ProposalRelease.objects.create(proposal=proposal, **_paid(amount, on, reference, by))
    audit.record("proposal.released", by=by, centre=proposal.office, target=proposal, amount=str(row.amount))
    return row


@transaction.atomic
def spend(
    proposal: Proposal, *, amount: Decimal, on: date, reference: str, line: ProposalLine | None, by
) -> ProposalSpending:
    """Money was spent. Raises CentresError beyond what came, or for a day that cannot be."""
    proposal = _decided(proposal)
    first = proposal.releases.order_by("on").values_list("on", flat=True).first()
    if first is None:
        raise CentresError(_("No money has come yet."), field="amount")
    _check_day(on, first, _("Money cannot be spent before it came."))
    left = selectors.sums(proposal)
    _check_amount(amount, left.released - left.spent, _("Only %(left)s is left of the money that came."))
    row = ProposalSpending.objects.create(proposal=proposal, line=line, **_paid(amount, on, reference, by))
    audit.record("proposal.spent", by=by, centre=proposal.office, target=proposal, amount=str(row.amount))
    return row


def _decided(proposal: Proposal) -> Proposal:
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("office").get(pk=proposal.pk)
    if proposal.status != Proposal.Status.DECIDED:
        raise CentresError(_("It is not decided yet."))
    return proposal


def _check_day(on: date, first: date, too_early: str) -> None:
    if on < first:
        raise CentresError(too_early, field="on")
    if on > timezone.localdate():
        raise CentresError(_("The date lies in the future."), field="on")


def _check_amount(amount: Decimal, left: Decimal, words: str) -> None:
    if amount <= 0:
        raise CentresError(_("An amount above 0."), field="amount")
    if amount > left:
        raise CentresError(words % {"left": money.rupees(left)}, field="amount")


def _paid(amount: Decimal, on: date, reference: str, by) -> dict:
    when = {"recorded_at": timezone.now(), "recorded_by": by}
    return {"amount": money.rounded(amount), "on": on, "reference": reference, **when}
