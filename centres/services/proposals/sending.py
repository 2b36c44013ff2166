"""Sending: the number out of a locked counter, the content frozen and sealed, the gaps moved on."""

import hashlib
import json
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Gap, LetterCounter, Proposal
from centres.selectors import proposals as selectors
from centres.services.gaps import set_state
from centres.services.proposals.drafting import locked_draft

LONGEST = timedelta(days=366)


@transaction.atomic
def send(proposal: Proposal, *, answer_by: date, by) -> Proposal:
    """Freeze and number a draft; its gaps become proposed. Twice is once. Raises CentresError."""
    if Proposal.objects.filter(pk=proposal.pk, sent_at__isnull=False).exists():
        return Proposal.objects.get(pk=proposal.pk)
    proposal = locked_draft(proposal)
    today = timezone.localdate()
    if not today < answer_by <= today + LONGEST:
        raise CentresError(_("A day after today and within a year."), field="answer_by")
    lines = selectors.lines(proposal)
    _check(lines)
    proposal.number = _number(proposal, today)
    proposal.sent_at, proposal.sent_by, proposal.answer_by = timezone.now(), by, answer_by
    proposal.content = selectors.content(proposal, lines)
    proposal.seal = seal_of(proposal.content)
    proposal.status = Proposal.Status.SENT
    gaps = Gap.objects.select_for_update().filter(pk__in=[line.gap_id for line in lines]).order_by("pk")
    for gap in gaps:
        if gap.state != Gap.State.OPEN:
            raise CentresError(_("“%(name)s” is mended or proposed already. Take it out.") % {"name": gap.name})
        set_state(gap, Gap.State.PROPOSED, by=by, note=proposal.number)
    proposal.save()
    audit.record("proposal.sent", by=by, centre=proposal.office, target=proposal, number=proposal.number)
    return proposal


def seal_of(content: dict) -> str:
    """SHA-256 of the content, the same wherever it is worked out again."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _check(lines) -> None:
    if not lines:
        raise CentresError(_("There is no line yet."))
    without = [line.name for line in lines if line.unit_cost is None]
    if without:
        raise CentresError(_("No cost yet: %(names)s.") % {"names": ", ".join(without[:5])})


def _number(proposal: Proposal, today: date) -> str:
    """CSO/2026-27/0001: no gaps, no duplicates; the financial year begins on 1 April."""
    first = today.year if today.month >= 4 else today.year - 1
    year = f"{first}-{(first + 1) % 100:02}"
    counter, _made = LetterCounter.objects.select_for_update().get_or_create(
        office=proposal.office, scope=f"proposal {year}"
    )
    counter.value += 1
    counter.save(update_fields=["value"])
    return f"{proposal.office.short_code}/{year}/{counter.value:04}"
