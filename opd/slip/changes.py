"""What a slip shows now that a paper printed earlier did not."""

from datetime import datetime

from django.utils.translation import gettext as _

from opd.slip.content import Slip


def changes_since(slip: Slip, printed_at: datetime) -> list[str]:
    """In the slip's order, each as a short sentence; empty when the paper is still right."""
    part = slip.clinical
    found = [
        _("paper of the power cut added") if _after(slip.by_hand and slip.by_hand.attached_at, printed_at) else "",
        _("measured") if _after(slip.measured_at, printed_at) else "",
        _("seen by the doctor") if _after(part.signed_at, printed_at) else "",
        *_tests(slip, printed_at),
        _("medicines handed out") if any(_after(one.given_at, printed_at) for one in part.medicines) else "",
        _("referred") if any(referral.at > printed_at for referral in part.referrals) else "",
        _("a specialist answered") if any(_after(one.answered_at, printed_at) for one in part.online) else "",
        _("note added") if any(note.at > printed_at for note in part.addenda) else "",
    ]
    return [words for words in found if words]


def _tests(slip: Slip, printed_at: datetime) -> list[str]:
    lines = slip.tests.lines
    came = [line for line in lines if _after(line.released_at, printed_at)]
    groups = {
        _("asked for"): [line for line in lines if line.ordered_at > printed_at and line.is_pending],
        _("report came"): [line for line in came if not line.earlier],
        _("report corrected"): [line for line in came if line.earlier],
    }
    return [f"{words}: {', '.join(line.name for line in group)}" for words, group in groups.items() if group]


def _after(at: datetime | None, printed_at: datetime) -> bool:
    return at is not None and at > printed_at
