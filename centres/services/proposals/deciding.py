"""What the State answered, line by line."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Gap, Proposal, ProposalLine
from centres.selectors import proposals as selectors
from centres.services.gaps import set_state
from hms.lib import money

Outcome = ProposalLine.Outcome
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Answer:
    """Of one line: full, part with an amount in rupees, or refused with a reason."""

    outcome: str
    amount: Decimal | None = None
    reason: str = ""


@transaction.atomic
def decide(
    proposal: Proposal, answers: dict[int, Answer], *, on: date, decision: str, money_by: date | None, by
) -> Proposal:
    """Record the decision about every line, by its position. Twice is once. Raises CentresError."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("office").get(pk=proposal.pk)
    if proposal.status == Proposal.Status.DECIDED:
        return proposal
    if proposal.status != Proposal.Status.SENT:
        raise CentresError(_("Send the proposal first."))
    _check_days(proposal, on, money_by)
    for line in selectors.lines(proposal):
        _decide(line, answers.get(line.position), proposal, decision, by)
    proposal.status, proposal.decision, proposal.money_by = Proposal.Status.DECIDED, decision, money_by
    proposal.decided_on, proposal.decided_at, proposal.decided_by = on, timezone.now(), by
    proposal.save(update_fields=["status", "decision", "money_by", "decided_on", "decided_at", "decided_by"])
    audit.record("proposal.decided", by=by, centre=proposal.office, target=proposal, decision=decision)
    return proposal


def _check_days(proposal: Proposal, on: date, money_by: date | None) -> None:
    if on < timezone.localdate(proposal.sent_at):
        raise CentresError(_("It cannot be decided before it was sent."), field="on")
    if on > timezone.localdate():
        raise CentresError(_("The date lies in the future."), field="on")
    if money_by and not on <= money_by <= on + LONGEST:
        raise CentresError(_("The money cannot come before the decision, nor years later."), field="money_by")


def _decide(line: ProposalLine, answer: Answer | None, proposal: Proposal, decision: str, by) -> None:
    field = f"line{line.position}"
    if answer is None:
        raise CentresError(_("%(name)s: choose an answer.") % {"name": line.name}, field=field)
    line.outcome, line.reason = answer.outcome, answer.reason
    line.sanctioned = _sanctioned(line, answer, field)
    line.save(update_fields=["outcome", "sanctioned", "reason"])
    gap = Gap.objects.select_for_update().get(pk=line.gap_id)
    if gap.state == Gap.State.PROPOSED:
        state = Gap.State.OPEN if answer.outcome == Outcome.REFUSED else Gap.State.APPROVED
        set_state(gap, state, by=by, note=" · ".join(filter(None, [proposal.number, decision, answer.reason]))[:500])


def _sanctioned(line: ProposalLine, answer: Answer, field: str) -> Decimal:
    if answer.outcome == Outcome.FULL:
        return line.amount
    if answer.outcome == Outcome.REFUSED:
        if len(answer.reason) < 3:
            raise CentresError(_("%(name)s: say why it was refused.") % {"name": line.name}, field=field)
        return Decimal(0)
    if answer.amount is None or not 0 < answer.amount < line.amount:
        words = _("%(name)s: in part means more than 0 and less than %(amount)s.")
        raise CentresError(words % {"name": line.name, "amount": money.rupees(line.amount)}, field=field)
    return money.rounded(answer.amount)
