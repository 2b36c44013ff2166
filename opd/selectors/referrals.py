"""Referrals seen from both ends."""

from opd.models import Referral

MOST = 200


def sent(centre):
    """What this centre sent, newest first (1 query)."""
    return Referral.objects.for_centre(centre).select_related("visit__patient", "to_centre")[:MOST]


def incoming(centre):
    """What other centres sent here: emergencies first, closed ones last (1 query)."""
    rows = Referral.objects.filter(to_centre=centre).select_related("visit__patient", "visit__centre")[:MOST]
    return sorted(
        rows,
        key=lambda row: (
            row.status == Referral.Status.BACK,
            row.urgency != Referral.Urgency.EMERGENCY,
            -row.referred_at.timestamp(),
        ),
    )
