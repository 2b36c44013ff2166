"""A slip that was written on a pad during a power cut: what the living slip says of it, and what its QR opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from opd.models import SlipLink
from opd.slip.words import moment


@dataclass(frozen=True)
class ByHand:
    """`written_at` as on the paper; `attached_at` when the computers were back."""

    serial: str
    written_at: datetime
    attached_at: datetime


def by_hand(visit) -> ByHand | None:
    """The first paper of the visit; None for one that was registered in the computer. `visit` has its lists."""
    row = next(iter(visit.slip_by_hand), None)
    return row and ByHand(row["serial"], moment(row["written_at"]), moment(row["attached_at"]))


def open_link(slip, *, by) -> SlipLink:
    """The pad slip counts as a print of its visit: the same gate, the same end of days (ADR 0011). 2-3 queries."""
    now = timezone.now()
    last = slip.visit.slip_links.aggregate(last=Max("copy"))["last"] or 0
    values = {
        "visit": slip.visit,
        "slip_version": slip.visit.slip_version,
        "copy": last + 1,
        "issued_at": now,
        "issued_by": by,
        "expires_at": now + timedelta(days=settings.SLIP_LINK_DAYS),
        "revoked_at": None,
        "revoked_by": None,
    }
    return SlipLink.objects.update_or_create(token_hash=bytes(slip.token_hash), defaults=values)[0]


def close_link(slip, *, by) -> None:
    links = SlipLink.objects.filter(token_hash=bytes(slip.token_hash), revoked_at=None)
    links.update(revoked_at=timezone.now(), revoked_by=by)
